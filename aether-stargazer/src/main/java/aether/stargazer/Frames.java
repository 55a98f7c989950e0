package aether.stargazer;

import java.nio.charset.StandardCharsets;

/** Server-sent events, byte for byte. */
final class Frames {
  private static final byte[] KEEP_ALIVE = bytes(": still here\n\n");
  private static final String DATA = "\ndata: ";

  private Frames() {}

  /** An event with an id; {@code data} is on one line. */
  static byte[] event(String id, String type, String data) {
    return bytes("id: " + id + "\nevent: " + type + DATA + data + "\n\n");
  }

  /** An event that leaves the client's last id as it is. */
  static byte[] notice(String type, String data) {
    return bytes("event: " + type + DATA + data + "\n\n");
  }

  static byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  /** The data of a frame made here. */
  static String data(byte[] frame) {
    String text = new String(frame, StandardCharsets.UTF_8);
    return text.substring(text.indexOf(DATA) + DATA.length(), text.length() - 2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
