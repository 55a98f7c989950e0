package aether.bench;

import aether.observatory.sandbox.Sandbox;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ChildFiles;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.observatory.turn.FirstProcess;
import aether.observatory.turn.Housing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * An executable in the place of the agent's command line that answers at once: a shell script that
 * reads the first line it is given and prints what a run prints.
 */
record StandIn(Path executable, Path project) {
  private static final byte[] INPUT = "A message\n".getBytes(StandardCharsets.UTF_8);

  private static final String SCRIPT =
      """
      #!/bin/sh
      case $1 in --*) exit 0 ;; esac
      read -r _
      printf '{"type":"system","subtype":"init","session_id":"11111111-2222-4333-8444-555555555555",\
      "model":"m","tools":["Read","Grep"],"mcp_servers":[],"cwd":"%s","permissionMode":"dontAsk"}\\n' "$PWD"
      printf '%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":\
      "{\\"reply_needed\\": true, \\"to\\": null, \\"reply_body\\": {\\"intent\\": \\"result\\",\
       \\"text\\": \\"A bigint, since migration 42.\\"}, \\"summary\\": \\"named the type\\"}",\
      "session_id":"11111111-2222-4333-8444-555555555555","total_cost_usd":0.01,\
      "usage":{"input_tokens":3,"output_tokens":5}}'
      """;

  /** Writes it below {@code dir}, beside an empty project folder. */
  static StandIn below(Path dir) {
    try {
      Path project = Files.createDirectories(dir.resolve("project"));
      Path executable = Files.writeString(dir.resolve("claude"), SCRIPT);
      Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new StandIn(executable, project);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the product runs it with: whoever comes after this process finds it on the disk. */
  AgentRunner runner(Sandbox sandbox) {
    return new ClaudeRunner(
        ClaudeSettings.standard().withCommand(executable.toString()),
        System.getenv(),
        InstantSource.system(),
        UUID::randomUUID,
        new Housing(new ChildFiles(executable.resolveSibling("children")), sandbox));
  }

  static Sandbox unconfined() {
    return Sandbox.none("not asked for");
  }

  /** Bubblewrap, where it works. */
  static Optional<Sandbox> sandbox() {
    return Optional.of(
            SandboxMode.AUTO.choose(
                System.getProperty("os.name"), System.getenv(), new FirstProcess()))
        .filter(Sandbox.Bubblewrap.class::isInstance);
  }

  /** Milliseconds from its start to its end when nothing but a pipe stands around it. */
  double bareMillis() throws InterruptedException {
    long began = System.nanoTime();
    try {
      Process process = new ProcessBuilder(executable.toString(), "-p").start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(INPUT);
      }
      int printed = process.getInputStream().readAllBytes().length;
      int exit = process.waitFor();
      if (exit != 0 || printed == 0) {
        throw new IllegalStateException(executable + " ended with " + exit + "; see what is wrong");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (System.nanoTime() - began) / 1e6;
  }
}
