package aether.observatory.turn;

/**
 * What this {@code claude} lists in its help.
 *
 * @param introduced whether it is the client itself, every version of which says at its start with
 *     what it runs; a stand-in may not
 */
record ClaudeFeatures(
    boolean restricted, boolean promptSnapshot, boolean jsonSchema, boolean introduced) {
  static final ClaudeFeatures NONE = new ClaudeFeatures(false, false, false, false);

  /** These, and what one more line of the help lists. */
  ClaudeFeatures and(String line) {
    return new ClaudeFeatures(
        restricted || lists(line, "--restricted"),
        promptSnapshot || lists(line, "--system-prompt-snapshot"),
        jsonSchema || lists(line, "--json-schema"),
        introduced || lists(line, "--strict-mcp-config"));
  }

  private static boolean lists(String line, String flag) {
    String words = line.strip();
    return words.equals(flag) || words.startsWith(flag + " ") || words.startsWith(flag + "=");
  }
}
