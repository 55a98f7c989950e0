package aether.observatory.pipeline;

/** What an announcement wave costs a Body (DEFECTS D49). */
public enum WavePolicy {
  /** No turn: it is noted and shown as data in the Body's next prompts. */
  NOTE,
  /** One turn, whose reply is discarded. */
  THINK
}
