package aether.cli.mcp;

import aether.config.BusAddress;
import aether.testkit.Jvm;
import aether.testkit.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An Observatory in a process of its own, whose agent always gives one answer. */
final class LiveBackend implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final Path thinking;
  private volatile boolean online;

  private LiveBackend(Process process, Path home) {
    this.process = process;
    this.thinking = home.resolve("thinking");
  }

  /** From now on each run thinks until {@link #concludes}. */
  void thinks() throws IOException {
    Files.writeString(thinking, "");
  }

  void concludes() throws IOException {
    Files.deleteIfExists(thinking);
  }

  /** Starts the Observatory of {@code backend}, registered and online when this returns. */
  static LiveBackend start(Path home, BusAddress bus, String answer) throws IOException {
    Path agent = agent(home, answer);
    Files.writeString(
        home.resolve("constellation.yaml"),
        """
        bodies:
          backend:
            description: orders
            working_dir: %s
        """
            .formatted(home));
    ProcessBuilder builder =
        new ProcessBuilder(Jvm.command("aether.observatory.ObservatoryCommand", "backend"));
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AETHER_"));
    env.put("AETHER_HOME", home.toString());
    env.put("AETHER_CLAUDE_BIN", agent.toString());
    env.putAll(Users.environment(bus));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.PIPE).start();
    LiveBackend backend = new LiveBackend(process, home);
    backend.awaitOnline();
    return backend;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    var _ = process.onExit().join();
  }

  /** Reads what it says until it is online, and the rest for nobody. */
  private void awaitOnline() throws IOException {
    var _ =
        process
            .onExit()
            .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .thenRun(this::endUnlessOnline);
    var lines = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains("online")) {
        online = true;
        var _ = Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return;
      }
    }
    throw new IllegalStateException("the Observatory is not online: " + said);
  }

  private void endUnlessOnline() {
    if (!online) {
      process.destroyForcibly();
    }
  }

  private static Path agent(Path home, String answer) throws IOException {
    Files.createDirectories(home);
    Path agent = home.resolve("agent");
    Files.writeString(
        agent,
        """
        #!/bin/sh
        if [ "$1" = --help ]; then echo '  --max-turns <n>'; exit 0; fi
        cat >/dev/null
        while [ -e thinking ]; do sleep 0.1; done
        echo '{"type":"system","subtype":"init","session_id":"11111111-2222-4333-8444-555555555555","tools":["Read"],"mcp_servers":[]}'
        printf '%%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":"{\\"reply_needed\\":true,\\"to\\":null,\\"reply_body\\":{\\"intent\\":\\"result\\",\\"text\\":\\"%s\\"},\\"summary\\":\\"answered\\"}","session_id":"11111111-2222-4333-8444-555555555555","total_cost_usd":0.01,"usage":{"input_tokens":3,"output_tokens":5}}'
        """
            .formatted(answer));
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return agent;
  }
}
