package aether.mcp;

import aether.config.PrivateFile;
import aether.message.Envelope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Of which answers a hook has told, on this host, so that it wakes nobody twice for one. */
record Told(Path file) {
  private static final int MOST = 500;

  /** The answers of which nobody was told. */
  Predicate<Envelope> unknown() {
    List<String> known = lines();
    return answer -> !known.contains(line(answer));
  }

  void add(List<Envelope> answers) {
    List<String> all = new ArrayList<>(lines());
    answers.forEach(answer -> all.add(line(answer)));
    PrivateFile.write(
        file, String.join("\n", all.subList(Math.max(0, all.size() - MOST), all.size())) + "\n");
  }

  private List<String> lines() {
    return PrivateFile.read(file).map(text -> text.lines().toList()).orElse(List.of());
  }

  private static String line(Envelope answer) {
    return (answer.from() + " " + answer.id()).replaceAll("\\s", " ");
  }
}
