package aether.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import aether.cli.Aether;
import aether.config.AetherHome;
import aether.message.IdSource;
import aether.redis.local.LocalRedis;
import aether.terminal.CommandLines;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import aether.testkit.Jvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The demo as a user runs it, each time on a real Redis of its own. */
class DemoTest {
  private static final Cast AT_ONCE = Cast.scripted(Duration.ZERO);

  private @TempDir Path home;

  @Test
  void two_bodies_converge_and_the_first_and_last_lines_say_how() {
    Result demo = demo(AT_ONCE, "--exit");

    assertThat(demo.err()).isEmpty();
    assertThat(demo.first()).isEqualTo("scripted agent: no model is asked, nothing is spent");
    assertThat(demo.last()).isEqualTo("converged: 5 hops of 8, 0 extinctions");
    assertThat(demo.code()).isZero();
  }

  @Test
  void the_agents_say_what_stands_in_the_sample_files() throws IOException {
    Result demo = demo(AT_ONCE, "--exit");

    String client = Files.readString(folder().resolve("frontend/src/orders.ts"));
    long line = client.substring(0, client.indexOf("order.id")).lines().count();
    assertThat(demo.out())
        .contains("src/orders.ts:" + line + " shows `order.id`")
        .contains("`order_id` identifies an order (api/orders.yaml:")
        .contains("^ord_[0-9a-z]{12}$");
  }

  @Test
  void the_number_of_hops_is_counted_and_not_known_beforehand() {
    Cast brief = Cast.scripted(Cast::frontend, Script.silent("no idea"), Duration.ZERO);

    assertThat(demo(brief, "--exit").last())
        .isEqualTo("not converged: backend was never heard; 2 hops of 8, 0 extinctions");
  }

  @Test
  void agents_that_never_stop_do_not_converge_and_the_last_line_says_so() {
    Result endless =
        demo(Cast.scripted(DemoTest::askBackend, Horizon.ENDLESS, Duration.ZERO), "--exit");

    assertThat(endless.last())
        .isEqualTo("not converged: stopped by horizon; 9 hops of 8, 1 extinction");
    assertThat(endless.code()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          horizon   | horizon: stopped at hop 4 of 4, nothing after
          rate      | rate: 20 processed, 1 stopped (limit 20 a minute)
          dedup     | dedup: sent 2 times, 1 turn, 1 reply, 1 duplicate skipped
          ack       | ack: 2 courtesies kept back, 0 sent
          offline   | offline: 1 reply held, delivered 1 time after frontend came online twice
          wave      | wave: 5 of 5 Bodies took note, 0 turns, 0 replies
          solicit   | solicit: 4 of 4 Bodies answered backend with 4 comets
          malformed | malformed: 2 runs (1 re-ask), then silence: 1 stopped, 0 replies
          budget    | budget: 2 processed, then waited at $1.00 of $1.00; 1 more after a grant of $0.50
          dead      | dead: 2 runs failed, 1 letter kept; tried again: 1 answer
          crash     | crash: killed in mid-turn, delivered again: 2 attempts, 1 reply
          """)
  void each_guardrail_is_shown_and_measured(String scenario, String last) {
    Result demo = demo(AT_ONCE, scenario, "--exit");

    assertThat(demo.last()).isEqualTo(last);
    assertThat(demo.first()).isEqualTo("scripted agent: no model is asked, nothing is spent");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.code()).isZero();
  }

  @Test
  void a_conversation_obeys_its_operator() {
    Result demo = demo(AT_ONCE, "operator", "--exit");

    assertThat(demo.last())
        .matches(
            "operator: paused: 0 turns begun; resumed: \\d turns?; terminated: 0 messages after");
    assertThat(demo.out()).contains("pause", "resume", "terminate");
    assertThat(demo.code()).isZero();
  }

  @Test
  void a_tour_plays_them_all_on_one_bus_and_counts_what_was_kept() {
    Result tour = demo(AT_ONCE, "--tour", "--exit");

    assertThat(tour.err()).isEmpty();
    assertThat(tour.last()).isEqualTo("tour: 13 of 13 scenarios showed what they promise");
    assertThat(tour.code()).isZero();
    for (Scenario scenario : Scenario.values()) {
      assertThat(tour.out()).contains(scenario.label() + ": " + scenario.promise());
    }
    assertThat(LocalRedis.running(new AetherHome(folder()).bus())).isEmpty();
  }

  @Test
  void a_tour_that_finds_a_promise_broken_says_how_many_held_and_fails() {
    Cast broken = Cast.scripted(Cast::frontend, Script.silent("no idea"), Duration.ZERO);

    Result tour = demo(broken, "--tour", "--exit");

    // Without an answer from backend: nothing converges, is held, repeated, or found again.
    assertThat(tour.last()).isEqualTo("tour: 9 of 13 scenarios showed what they promise");
    assertThat(tour.out())
        .contains("not converged: backend was never heard", "dedup: promised was 1 turn");
    assertThat(tour.code()).isOne();
  }

  @Test
  void a_tour_leaves_no_scenario_to_choose() {
    Result both = demo(AT_ONCE, "--tour", "wave");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err().lines()).hasSize(1).first().asString().contains("--tour", "'wave'");
    assertThat(demo(AT_ONCE, "--tour", "--real").err()).contains("converge", "'--tour'");
  }

  @Test
  void a_guardrail_that_does_not_hold_is_told_with_what_was_seen_instead() {
    Cast broken = Cast.scripted(Cast::frontend, Script.silent("no idea"), Duration.ZERO);

    Result demo = demo(broken, "dedup", "--exit");

    assertThat(demo.last())
        .isEqualTo(
            "dedup: promised was 1 turn and 1 reply however often it is sent; seen was"
                + " sent 2 times, 1 turn, 0 replies, 1 duplicate skipped");
    assertThat(demo.code()).isOne();
  }

  @Test
  void nothing_but_the_demo_folder_is_written_and_the_bus_is_stopped() throws IOException {
    demo(AT_ONCE, "ack", "--exit");

    try (Stream<Path> entries = Files.list(home.resolve(".aether"))) {
      assertThat(entries).allMatch(entry -> List.of("demo", "bin").contains(name(entry)));
    }
    assertThat(LocalRedis.running(new AetherHome(folder()).bus())).isEmpty();
    assertThat(folder().resolve("transcript.md")).isNotEmptyFile();
  }

  @Test
  void the_commands_it_ends_with_find_the_conversation_again() {
    Result demo = demo(AT_ONCE, "dedup", "--exit");
    String thread = demo.line("  aether transcript ").substring("  aether transcript ".length());
    String port = demo.line("  aether bus start --port ").replaceAll("\\D", "");
    Map<String, String> there = Map.of("AETHER_HOME", folder().toString());

    try {
      assertThat(aether(there, "bus", "start", "--port", port).err()).isEmpty();
      Result transcript = aether(there, "transcript", thread);
      assertThat(transcript.out()).contains("`order_id` identifies an order");
    } finally {
      aether(there, "bus", "stop");
    }
  }

  @Test
  void without_exit_the_bodies_go_on_answering_until_the_process_is_told_to_end() throws Exception {
    Process demo = process("demo", "dedup");
    try (BufferedReader out = demo.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("dedup: sent")) {
        line = out.readLine();
      }
      Map<String, String> there = Map.of("AETHER_HOME", folder().toString());
      Result answer =
          aether(there, "consult", "--to", "backend", "--text", "Which format has the number?");

      assertThat(line).isEqualTo("dedup: sent 2 times, 1 turn, 1 reply, 1 duplicate skipped");
      assertThat(answer.out()).contains("^ord_[0-9a-z]{12}$");
      assertThat(answer.code()).isZero();
      assertThat(LocalRedis.running(new AetherHome(folder()).bus())).isPresent();

      demo.toHandle().destroy();

      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(LocalRedis.running(new AetherHome(folder()).bus())).isEmpty();
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void told_to_end_in_the_middle_it_stops_its_bus_and_says_where_the_folder_is() throws Exception {
    Process demo = process("demo", "horizon");
    try (BufferedReader out = demo.inputReader();
        BufferedReader err = demo.errorReader()) {
      String line = out.readLine();
      while (line != null && !line.contains("hop 1/4")) {
        line = out.readLine();
      }
      assertThat(line).isNotNull();

      demo.toHandle().destroy();

      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(err.lines())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("aether: demo ended, its bus is stopped")
          .endsWith(folder().toString());
      assertThat(LocalRedis.running(new AetherHome(folder()).bus())).isEmpty();
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void only_the_last_five_folders_are_kept_and_nothing_else_is_removed() throws IOException {
    Path demos = home.resolve(".aether/demo");
    Files.createDirectories(demos.resolve("mine"));
    AetherHome aether = new AetherHome(home.resolve(".aether"));
    Instant start = Instant.parse("2026-01-01T12:00:00Z");

    for (int i = 0; i < 7; i++) {
      DemoFolder.create(aether, "wave", start.plusSeconds(i));
    }

    try (Stream<Path> folders = Files.list(demos)) {
      assertThat(folders.map(DemoTest::name).sorted().toList())
          .hasSize(6)
          .contains("mine")
          .noneMatch(name -> name.endsWith("0000-wave") || name.endsWith("0001-wave"));
    }
  }

  @Test
  void without_a_real_agent_the_script_plays_and_the_first_line_says_so() {
    Result demo = run(Map.of("AETHER_CLAUDE_BIN", "/nowhere/claude"), AT_ONCE, "--real", "--exit");

    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.out().lines())
        .first()
        .asString()
        .startsWith(Cast.SCRIPTED)
        .contains("NOT THE REAL ONE", "/nowhere/claude");
    assertThat(demo.out().lines().toList().getLast()).startsWith("converged: ");
  }

  @Test
  void without_a_login_the_script_plays_and_the_first_line_says_what_to_do() throws IOException {
    Path claude = Files.writeString(home.resolve("claude"), "#!/bin/sh\n");
    assertThat(claude.toFile().setExecutable(true)).isTrue();

    Result demo =
        run(
            Map.of("PATH", home + File.pathSeparator + System.getenv("PATH")),
            AT_ONCE,
            "--real",
            "--exit");

    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.out().lines())
        .first()
        .asString()
        .startsWith(Cast.SCRIPTED)
        .contains("NOT THE REAL ONE", "no login was found", "/login");
  }

  @Test
  void a_real_agent_is_for_converge_alone() {
    Result demo = demo(AT_ONCE, "crash", "--real");

    assertThat(demo.code()).isEqualTo(2);
    assertThat(demo.err().lines()).hasSize(1).first().asString().contains("converge", "'crash'");
  }

  @Test
  void an_unknown_scenario_is_one_line_with_those_there_are() {
    Result demo = demo(AT_ONCE, "collapse");

    assertThat(demo.code()).isEqualTo(2);
    assertThat(demo.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("'collapse'", "horizon", "malformed");
  }

  private static String askBackend(Heard heard) {
    return heard.from().equals("operator") ? Cast.frontend(heard) : Horizon.ENDLESS.turn(heard);
  }

  private record Result(int code, String out, String err) {
    String first() {
      return out.lines().findFirst().orElse("");
    }

    String last() {
      return out.lines().reduce("", (_, line) -> line);
    }

    String line(String start) {
      return out.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }
  }

  private Path folder() {
    try (Stream<Path> folders = Files.list(home.resolve(".aether/demo"))) {
      return folders.max(Path::compareTo).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private Process process(String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Jvm.command("aether.cli.Aether", args));
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }

  private Result demo(Cast cast, String... args) {
    return run(Map.of(), cast, args);
  }

  private Result run(Map<String, String> env, Cast cast, String... args) {
    return run(env, around -> new CommandLine(new DemoCommand(around, cast)), args);
  }

  private Result aether(Map<String, String> env, String... args) {
    return run(env, Aether::commandLine, args);
  }

  private Result run(
      Map<String, String> env, Function<Surroundings, CommandLine> command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> all = new HashMap<>(env);
    all.put("HOME", home.toString());
    all.putIfAbsent("PATH", System.getenv("PATH"));
    Surroundings around =
        new Surroundings(
            all,
            home,
            home,
            new Streams(
                new BufferedReader(Reader.nullReader()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false),
            InstantSource.system(),
            IdSource.random());
    int code = CommandLines.of(command.apply(around), around).execute(args);
    return new Result(code, out.toString(), err.toString());
  }
}
