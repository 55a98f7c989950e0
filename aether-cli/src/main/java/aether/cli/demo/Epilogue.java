package aether.cli.demo;

import aether.bus.Recorded;
import aether.config.BusAddress;
import aether.config.PrivateFile;
import aether.message.ConversationId;
import aether.terminal.Surroundings;
import aether.view.Transcript;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is printed when a scenario is over: what was said, where it lies, what to try next. */
final class Epilogue {
  private final Surroundings around;
  private final DemoFolder folder;
  private final BusAddress bus;
  private final List<Transcript> transcripts;

  Epilogue(Surroundings around, DemoFolder folder, BusAddress bus, List<Recorded> records) {
    this.around = around;
    this.folder = folder;
    this.bus = bus;
    this.transcripts = transcripts(records);
  }

  private static List<Transcript> transcripts(List<Recorded> records) {
    return records.stream()
        .flatMap(recorded -> recorded.event().conversation().stream())
        .distinct()
        .map(conversation -> Transcript.of(conversation, records))
        .toList();
  }

  /** Writes the transcript to the demo's folder, as Markdown. */
  void keep() {
    PrivateFile.write(
        folder.transcript(),
        transcripts.stream()
            .map(transcript -> transcript.markdown(ZoneId.systemDefault()))
            .collect(Collectors.joining("\n")));
  }

  void printTranscripts() {
    PrintWriter out = around.streams().out();
    transcripts.forEach(transcript -> {
      out.println();
      out.print(transcript.text(ZoneId.systemDefault()));
    });
  }

  /** Where everything lies. */
  void printPlaces() {
    PrintWriter out = around.streams().out();
    out.println();
    out.println("Where it lies (of such folders the last " + DemoFolder.KEPT + " are kept)");
    out.println("  " + folder.path());
    out.println("    constellation.yaml  the star chart, and beside it the sample projects");
    out.println("    transcript.md       the conversation");
    out.println("    bus/                Redis at " + bus.display() + "; password in bus/password");
  }

  /** Where Stargazer shows what has happened. */
  void printViews(URI stargazer) {
    PrintWriter out = around.streams().out();
    out.println();
    out.println("Look at it");
    out.println("  " + stargazer + "                      the sky, and a slider through time");
    out.println("  " + stargazer + "?view=conversations   who said what, and how it ended");
    out.println("  " + stargazer + "?view=telescope       the turns that run now");
    out.println("  " + stargazer + "?view=extinctions     what was stopped, by which rule");
  }

  /** Commands for another terminal, while the bus runs. */
  void printWhileItRuns() {
    print(
        "Try next, in another terminal",
        List.of(
            aether() + " who",
            aether() + " watch",
            aether() + " transcript " + thread(),
            aether() + " consult --to backend --text \"Which field identifies an order?\""));
    PrintWriter out = around.streams().out();
    out.println("or, for any other client of Redis, instead of AETHER_HOME");
    out.println("  export AETHER_REDIS_HOST=" + bus.host() + " AETHER_REDIS_PORT=" + bus.port());
    out.println("  export AETHER_REDIS_PASSWORD=\"$(cat " + password() + ")\"");
  }

  /** Commands that work now that the bus is gone. */
  void printAfterwards() {
    PrintWriter out = around.streams().out();
    out.println();
    out.println("Try next");
    out.println("  " + aether() + " demo                  the same, and it stays to be looked at");
    out.println(
        "  " + aether() + " demo horizon --exit   a guardrail; see " + aether() + " demo --help");
    print(
        "This bus is stopped; to look at what it holds",
        List.of(
            aether() + " bus start --port " + bus.port(),
            aether() + " transcript " + thread(),
            aether() + " bus stop"));
  }

  private void print(String title, List<String> commands) {
    PrintWriter out = around.streams().out();
    out.println();
    out.println(title);
    out.println("  export AETHER_HOME=" + quoted(folder.path().toString()));
    others().ifPresent(names -> out.println("  unset " + names));
    commands.forEach(command -> out.println("  " + command));
  }

  /** Settings of the user's that would lead those commands to another bus. */
  private Optional<String> others() {
    String names =
        around.env().keySet().stream()
            .filter(name -> name.startsWith("AETHER_REDIS_") && !name.equals("AETHER_REDIS_SERVER"))
            .sorted()
            .collect(Collectors.joining(" "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private String thread() {
    return transcripts.stream()
        .findFirst()
        .map(Transcript::conversation)
        .map(ConversationId::value)
        .orElse("THREAD");
  }

  /** How the user calls this program: in a clone, by its launcher. */
  private String aether() {
    return Files.isExecutable(around.directory().resolve("aether"))
            && !Files.isDirectory(around.directory().resolve("aether"))
        ? "./aether"
        : "aether";
  }

  private String password() {
    return quoted(folder.password().toString());
  }

  private static String quoted(String path) {
    return path.matches("[\\w./+:@%-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
