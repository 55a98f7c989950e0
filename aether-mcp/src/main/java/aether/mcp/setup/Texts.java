package aether.mcp.setup;

import aether.terminal.Refusal;
import java.nio.file.Path;

/** Reads the text of a configuration for a command. */
final class Texts {
  private Texts() {}

  /** {@code text} of {@code file}, or a refusal that leaves it as it is. */
  static McpJson parse(Path file, String text) {
    try {
      return McpJson.of(text);
    } catch (McpJson.Unusable e) {
      throw Refusal.failed(file + " is left as it is: " + e.getMessage() + "; correct it first");
    }
  }
}
