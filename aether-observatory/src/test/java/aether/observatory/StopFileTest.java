package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopFileTest {
  private @TempDir Path home;

  @Test
  void without_the_file_nothing_is_stopped() {
    assertThat(new StopFile(home.resolve("STOP")).reason()).isEmpty();
    assertThat(new StopFile(home.resolve("missing/STOP")).reason()).isEmpty();
  }

  @Test
  void its_first_line_is_the_reason() throws Exception {
    Path file = Files.writeString(home.resolve("STOP"), "the staging bill\nnever mind this\n");
    assertThat(new StopFile(file).reason()).contains("stopped by the file STOP: the staging bill");
  }

  @Test
  void whatever_stands_there_stops() throws Exception {
    Path empty = Files.createFile(home.resolve("empty"));
    Path folder = Files.createDirectory(home.resolve("folder"));
    Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("nowhere"));
    Path noise = Files.write(home.resolve("noise"), new byte[] {(byte) 0xff, 0, 27});

    for (Path file : new Path[] {empty, folder, link, noise}) {
      assertThat(new StopFile(file).reason()).contains("stopped by the file " + file.getFileName());
    }
  }

  @Test
  void a_long_reason_is_cut() throws Exception {
    Path file = Files.writeString(home.resolve("STOP"), "x".repeat(100_000));
    assertThat(new StopFile(file).reason().orElseThrow()).hasSizeLessThan(500);
  }
}
