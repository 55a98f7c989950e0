package aether.cli.setup;

/**
 * A piece of text to put into another.
 *
 * @param at where, in chars
 */
record Insertion(int at, String piece) {
  String into(String text) {
    return text.substring(0, at) + piece + text.substring(at);
  }
}
