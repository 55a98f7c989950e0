package aether.observatory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The systemd unit, one for all Bodies of a user, that keeps an Observatory running.
 *
 * @param command what starts an Observatory when an id follows, absolute
 * @param env what it needs of the environment; nothing secret
 * @param secrets a file with variables that are secret; it need not exist
 */
record ServiceUnit(List<String> command, Map<String, String> env, String secrets) {
  /** The file's name; the Body's id goes behind the at sign. */
  static final String NAME = "aether-observatory@.service";

  /** The first line of every unit that may be written anew. */
  static final String MARK = "# Written by `aether observatory --install-service`.";

  ServiceUnit {
    command = List.copyOf(command);
    env = Map.copyOf(env);
  }

  /** The unit as a file. */
  String text() {
    return """
    %s
    # Changes are kept in `systemctl --user edit aether-observatory@ID`, not here.
    [Unit]
    Description=Aether Observatory of %%i
    StartLimitIntervalSec=300
    StartLimitBurst=10

    [Service]
    Type=exec
    ExecStart=%s %%i
    %sEnvironmentFile=-%s
    Restart=on-failure
    RestartSec=5
    RestartPreventExitStatus=2
    KillMode=mixed
    TimeoutStopSec=90
    UMask=0077

    [Install]
    WantedBy=default.target
    """
        .formatted(MARK, words(), variables(), escaped(secrets));
  }

  private String words() {
    return command.stream()
        .map(word -> quoted(word).replace("$", "$$"))
        .collect(Collectors.joining(" "));
  }

  private String variables() {
    return new TreeMap<>(env)
        .entrySet().stream()
            .map(one -> "Environment=" + quoted(one.getKey() + "=" + one.getValue()) + "\n")
            .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return '"' + escaped(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** A percent sign begins a name of systemd's. */
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
