package aether.cli.doctor;

import aether.config.AgentVariables;
import aether.observatory.turn.ClaudeVersion;
import aether.view.TerminalText;
import java.util.List;
import java.util.Map;

/** The agent's executable: found, and able to say its version. */
final class AgentExamination implements Examination {
  private static final String SUBJECT = "claude";
  private static final int LONGEST = 80;

  private final String command;
  private final Map<String, String> env;

  /**
   * @param command a path, or a name looked up on the {@code PATH} of {@code env}
   */
  AgentExamination(String command, Map<String, String> env) {
    this.command = command;
    this.env = env;
  }

  @Override
  public List<Finding> look() {
    try {
      return List.of(
          switch (ClaudeVersion.ask(command, env)) {
            case ClaudeVersion.Present(var executable, String version) ->
                Finding.ok(SUBJECT, TerminalText.line(version, LONGEST) + ", " + executable);
            case ClaudeVersion.Absent(String why) ->
                Finding.failure(
                    SUBJECT,
                    why,
                    "install Claude Code and log in, or name the executable in "
                        + AgentVariables.PROGRAM);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
