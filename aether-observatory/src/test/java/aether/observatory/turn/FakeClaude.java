package aether.observatory.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A shell script in the place of {@code claude}, and what it left in its folder. */
record FakeClaude(Path folder, Path project) {
  static final String SESSION = "11111111-2222-4333-8444-555555555555";
  static final String RESULT =
      """
      printf '%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":"fine",\
      "session_id":"11111111-2222-4333-8444-555555555555","total_cost_usd":0.25,\
      "usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":5}}'
      """;

  /** An init line of the real client's shape, with these tools, servers, folder and mode. */
  static String init(String tools, String servers, String cwd, String mode) {
    return """
    printf '{"type":"system","subtype":"init","claude_code_version":"9","session_id":"%s",\
    "model":"m","tools":[%s],"mcp_servers":[%s],"cwd":"%%s","permissionMode":"%s"}\\n' %s
    """
        .formatted(SESSION, tools, servers, mode, cwd);
  }

  static String init() {
    return init("\"Read\",\"Grep\"", "", "\"$PWD\"", "dontAsk");
  }

  /**
   * Writes the script; {@code $OUT} is the folder, {@code --help} is answered with {@code help}.
   */
  static FakeClaude write(Path temp, String help, String body) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("fake"));
    Path project = Files.createDirectories(temp.resolve("project"));
    FakeClaude fake = new FakeClaude(folder, project);
    Files.writeString(
        fake.executable(),
        """
        #!/bin/sh
        OUT='%s'
        if [ "$1" = --help ]; then
        echo help >> "$OUT/calls"
        %s
        exit 0
        fi
        echo run >> "$OUT/calls"
        echo $$ >> "$OUT/pids"
        %s
        """
            .formatted(folder, help, body));
    Files.setPosixFilePermissions(fake.executable(), PosixFilePermissions.fromString("rwxr-xr-x"));
    return fake;
  }

  static FakeClaude write(Path temp, String body) throws IOException {
    return write(temp, "echo '  --max-turns <n>  how many'", body);
  }

  Path executable() {
    return folder.resolve("claude");
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  /** The processes the script noted that still live; not those that only wait to be reaped. */
  List<Long> survivors() throws IOException {
    return lines("pids").stream()
        .map(line -> Long.parseLong(line.strip()))
        .filter(pid -> !stat(pid).contains(") Z "))
        .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
        .toList();
  }

  private static String stat(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    } catch (IOException e) {
      return "";
    }
  }
}
