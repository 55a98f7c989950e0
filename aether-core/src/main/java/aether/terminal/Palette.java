package aether.terminal;

/** Colours of a terminal, or none. */
public enum Palette {
  PLAIN,
  COLOURS;

  /** The meaning of a colour; the colours themselves are the terminal's. */
  public enum Tone {
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    FAINT("2"),
    STRONG("1"),
    ACCENT("36");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  /** {@code text} in this tone. */
  public String paint(Tone tone, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURS -> "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    };
  }
}
