package aether.cli;

import aether.config.BusAddress;
import aether.message.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a {@link Rehearsal} needs around itself: a project, its agent, and who looks at a page. */
final class Scenery {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;
  private static final Duration AGAIN = Duration.ofMillis(50);

  /** Takes every flag, and answers at once. */
  private static final String AGENT =
      """
      #!/bin/sh
      case $1 in --*) exit 0 ;; esac
      read -r _
      cat <<'ANSWER'
      {"type":"system","subtype":"init","session_id":"11111111-2222-4333-8444-555555555555"}
      {"type":"result","subtype":"success","is_error":false,"session_id":"11111111-2222-4333-8444-555555555555",\
      "total_cost_usd":0.01,"usage":{"input_tokens":3,"output_tokens":5},\
      "result":"{\\"reply_needed\\": true, \\"to\\": null, \\"reply_body\\": {\\"intent\\": \\"result\\", \
      \\"text\\": \\"Yes.\\"}, \\"summary\\": \\"said yes\\"}"}
      ANSWER
      """;

  private Scenery() {}

  /** Puts the project {@code body}, its agent and the way to the bus into {@code home}. */
  static void furnish(Path home, ProjectId body, BusAddress bus) throws IOException {
    Path aether = Files.createDirectories(home.resolve(".aether"));
    Files.writeString(
        aether.resolve("config.json"),
        """
        {"name": "rehearsal", "host": "%s", "port": %d, "db": 0}
        """
            .formatted(bus.host(), bus.port()));
    Files.writeString(
        aether.resolve("constellation.yaml"),
        """
        bodies:
          %s:
            description: Rehearsed
            working_dir: %s
        """
            .formatted(body.value(), Files.createDirectories(home.resolve("project"))));
    Files.writeString(agent(home), AGENT);
    Files.setPosixFilePermissions(agent(home), PosixFilePermissions.fromString("rwx------"));
  }

  /** The agent of whoever lives in {@code home}. */
  static Path agent(Path home) {
    return home.resolve("agent");
  }

  /** A port of this machine on which nobody listens. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the server at {@code port} for each path; for the first of them until it answers. */
  static void visit(int port, String... paths) {
    until(() -> answers(port, paths[0]));
    for (String path : paths) {
      var _ = answers(port, path);
    }
  }

  /** Tries it until it holds, or until this thread is interrupted. */
  static void until(BooleanSupplier holds) {
    try {
      while (!Thread.currentThread().isInterrupted() && !holds.getAsBoolean()) {
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is an answer, which is read to its end. */
  private static boolean answers(int port, String path) {
    InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Socket socket = new Socket()) {
      socket.connect(there, CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"
                  .formatted(path, port)
                  .getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes().length > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
