package aether.observatory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The agent of macOS' launchd that keeps the Observatory of one Body running. It was written from
 * launchd's documentation and has not been tried on a Mac.
 *
 * @param label its name for launchd
 * @param command what runs the Observatory, its id included; the program is an absolute path
 * @param env what it needs of the environment; nothing secret
 * @param secrets a file of variables that are secret, read by a shell; it need not exist
 * @param log the file that takes what it says
 */
record LaunchAgent(
    String label, List<String> command, Map<String, String> env, String secrets, String log) {
  /** What every file that may be written anew begins with. */
  static final String MARK =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <!-- Written by Aether's install-service; changes are lost when it is run again. -->
      """;

  /**
   * The first of its arguments is the file of secrets, the rest is what takes the shell's place.
   */
  private static final String WITH_SECRETS = "set -a; [ ! -r \"$0\" ] || . \"$0\"; exec \"$@\"";

  LaunchAgent {
    command = List.copyOf(command);
    env = Map.copyOf(env);
  }

  /** The label of the agent that runs the Observatory of {@code id}. */
  static String label(String id) {
    return "aether.observatory." + id;
  }

  /** The agent as a file. */
  String text() {
    return MARK
        + """
        <plist version="1.0">
        <dict>
          <key>Label</key>
          %s
          <key>ProgramArguments</key>
          <array>
        %s
          </array>
          <key>EnvironmentVariables</key>
          <dict>
        %s  </dict>
          <key>RunAtLoad</key>
          <true/>
          <key>KeepAlive</key>
          <dict>
            <key>SuccessfulExit</key>
            <false/>
          </dict>
          <key>ThrottleInterval</key>
          <integer>10</integer>
          <key>ExitTimeOut</key>
          <integer>90</integer>
          <key>Umask</key>
          <integer>63</integer>
          <key>StandardOutPath</key>
          %s
          <key>StandardErrorPath</key>
          %s
        </dict>
        </plist>
        """
            .formatted(string(label), arguments(), variables(), string(log), string(log));
  }

  private String arguments() {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", WITH_SECRETS, secrets));
    words.addAll(command);
    return words.stream().map(word -> "    " + string(word)).collect(Collectors.joining("\n"));
  }

  private String variables() {
    return new TreeMap<>(env)
        .entrySet().stream()
            .map(one ->
                "    <key>"
                    + escaped(one.getKey())
                    + "</key>\n    "
                    + string(one.getValue())
                    + "\n")
            .collect(Collectors.joining());
  }

  private static String string(String text) {
    return "<string>" + escaped(text) + "</string>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
