package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.observatory.turn.Lines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Property(tries = 200)
  void lines_come_back_as_they_were_written(
      @ForAll @Size(max = 20) List<@CharRange(from = ' ', to = '\u1000') String> written)
      throws IOException {
    String stream = String.join("", written.stream().map(line -> line + "\n").toList());
    assertThat(read(stream.getBytes(StandardCharsets.UTF_8)))
        .containsExactlyElementsOf(
            written.stream().map(line -> (Line) new Line.Text(line, true)).toList());
  }

  @Test
  void d37_a_last_line_without_its_newline_is_marked_and_bad_bytes_are_replaced()
      throws IOException {
    assertThat(read(new byte[] {'a', '\n', (byte) 0xff, 'b'}))
        .containsExactly(new Line.Text("a", true), new Line.Text("\uFFFDb", false));
    assertThat(read(new byte[0])).isEmpty();
  }

  @Test
  void d5_a_line_at_its_bound_is_read_and_one_byte_more_is_not() throws IOException {
    byte[] stream = new byte[2 * Lines.MAX_LINE + 4];
    Arrays.fill(stream, (byte) 'x');
    stream[Lines.MAX_LINE] = '\n';
    stream[2 * Lines.MAX_LINE + 2] = '\n';
    assertThat(read(stream))
        .containsExactly(
            new Line.Text("x".repeat(Lines.MAX_LINE), true),
            new Line.TooLong(),
            new Line.Text("x", false));
  }

  @Test
  void d5_a_stream_beyond_its_bound_ends_the_reading() throws IOException {
    byte[] stream = new byte[(int) Lines.MAX_TOTAL + 1];
    List<Line> lines = read(stream);
    assertThat(lines).hasSize(1).containsExactly(new Line.TooMuch());
  }

  private static List<Line> read(byte[] stream) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(stream));
    List<Line> read = new ArrayList<>();
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      read.add(line.get());
      if (line.get() instanceof Line.TooMuch) {
        break;
      }
    }
    return read;
  }
}
