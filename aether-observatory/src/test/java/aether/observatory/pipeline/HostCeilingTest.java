package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.message.ProjectId;
import aether.testkit.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** $20 a day for all Bodies of the host, at $0.50 a run: forty runs, whoever begins them when. */
class HostCeilingTest {
  @TempDir private Path home;

  @Test
  void two_bodies_of_one_process_at_once_share_the_ceiling_to_the_cent()
      throws ExecutionException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> one = threads.submit(() -> Spender.spend(home, A));
      Future<Integer> other = threads.submit(() -> Spender.spend(home, B));
      assertThat(one.get() + other.get()).isEqualTo(40);
    }
  }

  @Test
  void two_processes_at_once_share_the_ceiling_to_the_cent()
      throws IOException, InterruptedException {
    Path gate = home.resolve("gate");
    Process one = process(A, gate);
    Process other = process(B, gate);
    try {
      awaitFile(Spender.waiting(gate, A));
      awaitFile(Spender.waiting(gate, B));
      Files.writeString(gate, "");
      int first = said(one);
      int second = said(other);

      assertThat(first + second).isEqualTo(40);
      assertThat(lines(A)).isEqualTo(first);
      assertThat(lines(B)).isEqualTo(second);
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
  }

  private static void awaitFile(Path file) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("waited for " + file).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A Body that came too late has written none. */
  private int lines(ProjectId body) throws IOException {
    Path ledger = home.resolve(body + ".jsonl");
    return Files.exists(ledger) ? Files.readAllLines(ledger).size() : 0;
  }

  private Process process(ProjectId body, Path gate) throws IOException {
    List<String> command =
        Jvm.command(Spender.class.getName(), home.toString(), body.value(), gate.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int said(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Integer.parseInt(text.strip());
  }
}
