package aether.observatory.ledger;

import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Ledger.Unusable;
import aether.observatory.pipeline.LineCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One file of lines. A last line without its end was never acknowledged and counts as absent; any
 * other line that cannot be read makes the file unusable, since it may hide what was spent.
 */
record LedgerFile(Path path) {
  private static final Set<OpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final int TAIL = 8_192;

  /** Its lines; none when there is no such file. */
  List<Ledger.Line> read() {
    String text = text();
    List<Ledger.Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", 0)) {
      number++;
      if (!line.isEmpty()) {
        lines.add(LineCodec.decode(line).orElseThrow(unreadable(number)));
      }
    }
    return List.copyOf(lines);
  }

  /**
   * Adds {@code line} and has it on the disk when it returns. Makes file and directory if need be.
   * The caller sees to it that nobody else does meanwhile.
   */
  void append(Ledger.Line line) {
    try {
      PrivateDirectory.make(path);
      try (FileChannel file =
          FileChannel.open(path, APPENDING, PrivateDirectory.mode(path, "rw-------"))) {
        long end = soundEnd(file);
        file.truncate(end);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(LineCodec.encode(line) + "\n");
        for (long at = end; bytes.hasRemaining(); ) {
          at += file.write(bytes, at);
        }
        file.force(true);
      }
    } catch (IOException e) {
      throw new Unusable("cannot write the ledger " + path + " (" + reason(e) + ")", e);
    }
  }

  /** Something that changes with the file. */
  Optional<Object> version() {
    try {
      return Optional.of(Files.readAttributes(path, "lastModifiedTime,size,fileKey").toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Unusable("cannot read the ledger " + path + " (" + reason(e) + ")", e);
    }
  }

  /** Where the last whole line ends. */
  private static long soundEnd(FileChannel file) throws IOException {
    long end = file.size();
    while (end > 0) {
      int length = (int) Math.min(TAIL, end);
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining() && file.read(bytes, end - length + bytes.position()) >= 0) {}
      for (int i = length - 1; i >= 0; i--) {
        if (bytes.get(i) == '\n') {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new Unusable("cannot read the ledger " + path + " (" + reason(e) + ")", e);
    }
  }

  private Supplier<Unusable> unreadable(int number) {
    return () ->
        new Unusable(
            "line " + number + " of the ledger " + path + " cannot be read; mend or remove it");
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName();
  }
}
