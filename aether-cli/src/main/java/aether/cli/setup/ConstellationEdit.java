package aether.cli.setup;

/** What became of the wish to add a Body to the text of a star chart. */
public sealed interface ConstellationEdit {

  /**
   * The Body was added.
   *
   * @param text the whole new text: the old one, with one piece inserted
   */
  record Appended(String text) implements ConstellationEdit {}

  /**
   * A Body with this id is there already; the text stays as it is.
   *
   * @param same whether it says what was to be written
   */
  record Unchanged(boolean same) implements ConstellationEdit {}

  /**
   * The Body cannot be added without changing something else; the text stays as it is.
   *
   * @param reason one line, with what the user can do
   */
  record Refused(String reason) implements ConstellationEdit {}
}
