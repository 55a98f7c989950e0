package aether.observatory.turn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal whose Ctrl-C reaches this process and all it starts. */
final class Terminal {
  private static final int TTY_AFTER_NAME = 4;

  private Terminal() {}

  /** Whether there is one, as far as the system says; where it does not, there may be. */
  static boolean isAttached() {
    try {
      return isAttached(Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return true;
    }
  }

  /** The same from the text of {@code /proc/self/stat}, in which the name may hold anything. */
  static boolean isAttached(String stat) {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return afterName.length <= TTY_AFTER_NAME || !afterName[TTY_AFTER_NAME].equals("0");
  }
}
