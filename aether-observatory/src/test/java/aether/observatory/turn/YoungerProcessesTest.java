package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of all processes of a host, those that a run can have started. */
class YoungerProcessesTest {
  @TempDir private Path proc;

  @BeforeEach
  void a_host() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(proc.resolve("sys/kernel/pid_max"), "32768\n");
    started(100_000);
    last(1_000);
  }

  @Test
  void they_have_the_numbers_from_its_own_to_the_last() throws IOException {
    YoungerProcesses younger = YoungerProcesses.than(proc, 900);
    last(1_005);
    started(100_105);
    assertThat(those(younger, 1, 899, 900, 901, 1_005, 1_006, 30_000))
        .containsExactly(900L, 901L, 1_005L);
  }

  @Test
  void the_numbers_begin_anew_at_the_end() throws IOException {
    YoungerProcesses younger = YoungerProcesses.than(proc, 32_700);
    last(310);
    started(100_080);
    assertThat(those(younger, 1, 301, 310, 311, 32_699, 32_700, 32_767))
        .containsExactly(1L, 301L, 310L, 32_700L, 32_767L);
  }

  @Test
  void all_can_be_when_every_number_may_have_come_round() throws IOException {
    YoungerProcesses younger = YoungerProcesses.than(proc, 900);
    started(100_000 + 16_384);
    last(1_005);
    assertThat(those(younger, 1, 899, 20_000)).containsExactly(1L, 899L, 20_000L);
  }

  @Test
  void all_can_be_where_the_system_does_not_say() throws IOException {
    for (String file : List.of("stat", "loadavg", "sys/kernel/pid_max")) {
      YoungerProcesses younger = YoungerProcesses.than(proc, 900);
      Path gone = proc.resolve(file);
      String text = Files.readString(gone);
      Files.delete(gone);
      assertThat(those(younger, 1, 20_000)).as(file).containsExactly(1L, 20_000L);
      Files.writeString(gone, "no number");
      assertThat(those(younger, 1, 20_000)).as(file).containsExactly(1L, 20_000L);
      Files.writeString(gone, text);
    }
    assertThat(those(YoungerProcesses.ofAnyAge(), 1, 20_000)).containsExactly(1L, 20_000L);
  }

  private static List<Long> those(YoungerProcesses younger, long... pids) {
    return LongStream.of(pids).filter(younger.now()).boxed().toList();
  }

  private void last(long pid) throws IOException {
    Files.writeString(proc.resolve("loadavg"), "0.10 0.20 0.30 2/116 " + pid + "\n");
  }

  private void started(long count) throws IOException {
    Files.writeString(
        proc.resolve("stat"), "cpu 1 2 3\nctxt 9\nprocesses " + count + "\nprocs_running 1\n");
  }
}
