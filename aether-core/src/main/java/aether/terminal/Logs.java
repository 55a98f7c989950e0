package aether.terminal;

/**
 * The log of an executable: to standard error, through {@code slf4j-simple}. Settings the user
 * gives as system properties win.
 */
final class Logs {
  private static final String SIMPLE = "org.slf4j.simpleLogger.";

  private Logs() {}

  /** The log of a command that answers and goes: warnings only. Before the first logger is made. */
  static void quiet() {
    set("logFile", "System.err");
    set("defaultLogLevel", "warn");
    set("showThreadName", "false");
    set("showShortLogName", "true");
    set("levelInBrackets", "true");
    // What it warns of, a lost connection, our own code says in its own words.
    set("log.io.lettuce", "error");
  }

  /** The log of a daemon: what it does, with times. Loggers that exist already stay as they are. */
  static void daemon() {
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    set("log.aether", "info");
  }

  /** Everything Aether has to say. */
  static void debug() {
    System.setProperty(SIMPLE + "log.aether", "debug");
  }

  private static void set(String name, String value) {
    if (System.getProperty(SIMPLE + name) == null) {
      System.setProperty(SIMPLE + name, value);
    }
  }
}
