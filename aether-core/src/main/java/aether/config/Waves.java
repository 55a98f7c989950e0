package aether.config;

/** What a Body does with a wave that asks for no answer (D49). */
public enum Waves {
  /** It costs no turn; the Body's next prompts show it as data. The default. */
  NOTE,
  /** It gets a turn of its own, whose answer is not sent. */
  THINK
}
