package aether.observatory.turn;

import aether.observatory.turn.ChildProcess.Ending;
import java.time.Duration;

/**
 * How errors speak of an agent's command.
 *
 * @param name its name in a sentence
 * @param login what a human does when its provider does not know it
 */
record AgentName(String name, String login) {
  static final AgentName CLAUDE =
      new AgentName("claude", "log in with `claude` and /login, or set ANTHROPIC_API_KEY");

  /** That of a command of the constellation. */
  static AgentName of(String command) {
    return new AgentName("'" + command + "'", "log it in as its manual says");
  }

  /** {@code what} of it, in one sentence. */
  String said(String what) {
    return name + " " + what;
  }

  /**
   * Why there is no answer.
   *
   * @param lacking what one that has ended by itself has not brought, in a few words; may be empty
   */
  String why(Ending ending, Duration duration, String lacking) {
    return switch (ending.stop()) {
      case ENDED -> {
        String stderr = WholeText.firstLine(ending.errors());
        String exit = said("exited with " + ending.exitCode() + lacking);
        yield stderr.isEmpty() ? exit : exit + ": " + stderr;
      }
      case REFUSED -> said("was refused");
      case WALL_CLOCK ->
          said(
              "was ended after %d ms, the limit of a run; raise `timeout` or ask for less"
                  .formatted(duration.toMillis()));
      case IDLE ->
          said(
              "was ended after %d ms, silent beyond `idle_timeout`; see whether its API answers"
                  .formatted(duration.toMillis()));
      case TOO_MUCH_OUTPUT ->
          said("was ended: it wrote more than " + (Lines.MAX_TOTAL >> 20) + " MiB");
    };
  }
}
