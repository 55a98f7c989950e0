package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is ended by the next process of a Body, and who is not. */
class ChildFilesTest {
  private final String mark = UUID.randomUUID().toString();

  @TempDir Path temp;
  private ChildFiles files;
  private Process child;

  @BeforeEach
  void start() throws IOException {
    files = new ChildFiles(temp.resolve("beta"));
    child = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    child.destroyForcibly();
  }

  @Test
  void a_child_is_known_by_its_number_and_start() throws Exception {
    files.begins(mark);
    files.runs(mark, child.toHandle());

    new ChildFiles(temp.resolve("beta")).endLeftovers();

    assertThat(child.waitFor(2, TimeUnit.SECONDS)).isTrue();
    assertThat(temp.resolve("beta")).isEmptyDirectory();
  }

  @Test
  void a_number_that_names_another_process_by_now_is_left_alone() throws Exception {
    files.begins(mark);
    files.runs(mark, child.toHandle());
    Path file = temp.resolve("beta").resolve(mark);
    long start = Long.parseLong(Files.readString(file).split("\\s")[1]);
    Files.writeString(file, child.pid() + " " + (start - 60_000) + "\n");

    files.endLeftovers();

    assertThat(child.isAlive()).isTrue();
    assertThat(temp.resolve("beta")).isEmptyDirectory();
  }

  @Test
  void a_child_that_was_started_and_not_yet_written_down_is_known_by_its_mark() throws Exception {
    files.begins(mark);
    Process marked = ProcessTree.start(new ProcessBuilder("sleep", "60"), mark);

    files.endLeftovers();

    assertThat(marked.waitFor(2, TimeUnit.SECONDS)).isTrue();
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void a_child_that_has_ended_leaves_nothing_and_nothing_else_is_touched() throws IOException {
    files.endLeftovers();
    files.begins(mark);
    files.ended(mark);
    Files.writeString(temp.resolve("beta").resolve("notes.txt"), child.pid() + " 1\n");

    files.endLeftovers();

    assertThat(child.isAlive()).isTrue();
    assertThat(temp.resolve("beta").resolve("notes.txt")).exists();
  }

  @Test
  void none_may_be_started_that_cannot_be_written_down() throws IOException {
    Files.writeString(temp.resolve("beta"), "a file where a folder should be");
    assertThatThrownBy(() -> files.begins(mark)).isInstanceOf(ConfigException.class);
  }
}
