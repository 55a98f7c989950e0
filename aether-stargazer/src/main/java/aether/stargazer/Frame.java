package aether.stargazer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A server-sent event, byte for byte; made once for all who get it. */
final class Frame {
  /** What a client with nothing to hear is told. */
  static final Frame KEEP_ALIVE = new Frame(": still here\n\n");

  private static final String DATA = "\ndata: ";

  private final byte[] bytes;

  private Frame(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /** An event with an id; {@code data} is on one line. */
  static Frame event(String id, String type, String data) {
    return new Frame("id: " + id + "\nevent: " + type + DATA + data + "\n\n");
  }

  /** An event that leaves the client's last id as it is. */
  static Frame notice(String type, String data) {
    return new Frame("event: " + type + DATA + data + "\n\n");
  }

  void writeTo(ByteArrayOutputStream out) {
    out.writeBytes(bytes);
  }

  String data() {
    String text = text();
    return text.substring(text.indexOf(DATA) + DATA.length(), text.length() - 2);
  }

  /** Whether {@code words}, in lower case, are in it. */
  boolean says(String words) {
    return text().toLowerCase(Locale.ROOT).contains(words);
  }

  private String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
