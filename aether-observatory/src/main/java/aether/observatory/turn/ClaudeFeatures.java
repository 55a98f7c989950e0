package aether.observatory.turn;

/** What this {@code claude} lists in its help beyond what every version knows. */
record ClaudeFeatures(boolean restricted, boolean promptSnapshot, boolean jsonSchema) {
  static final ClaudeFeatures NONE = new ClaudeFeatures(false, false, false);

  /** These, and what one more line of the help lists. */
  ClaudeFeatures and(String line) {
    return new ClaudeFeatures(
        restricted || lists(line, "--restricted"),
        promptSnapshot || lists(line, "--system-prompt-snapshot"),
        jsonSchema || lists(line, "--json-schema"));
  }

  private static boolean lists(String line, String flag) {
    String words = line.strip();
    return words.equals(flag) || words.startsWith(flag + " ") || words.startsWith(flag + "=");
  }
}
