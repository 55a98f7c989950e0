package aether.config;

/**
 * A setting that cannot be used. The message is one line: where the setting stands, its value and
 * the remedy. A command that meets it ends with exit code 2.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(oneLine(message));
  }

  public ConfigException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*[\\r\\n\\x{85}\\x{2028}\\x{2029}]+\\s*", " ");
  }
}
