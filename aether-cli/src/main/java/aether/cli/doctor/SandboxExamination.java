package aether.cli.doctor;

import aether.observatory.sandbox.Sandbox;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.FirstProcess;
import java.util.List;
import java.util.Map;

/** The sandbox that {@code --sandbox auto} finds on this host: a first process in it is tried. */
final class SandboxExamination implements Examination {
  private static final String SUBJECT = "sandbox";

  private final String os;
  private final Map<String, String> env;

  /**
   * @param os as in the system property {@code os.name}
   */
  SandboxExamination(String os, Map<String, String> env) {
    this.os = os;
    this.env = env;
  }

  @Override
  public List<Finding> look() {
    return List.of(
        switch (SandboxMode.AUTO.choose(os, env, new FirstProcess())) {
          case Sandbox.Unconfined(String why) ->
              Finding.warning(
                  SUBJECT,
                  "none: " + why,
                  "until then only the agent's own rules keep it to its project");
          case Sandbox.Bubblewrap bubblewrap -> Finding.ok(SUBJECT, bubblewrap.words());
          case Sandbox.Seatbelt seatbelt -> Finding.ok(SUBJECT, seatbelt.words());
        });
  }
}
