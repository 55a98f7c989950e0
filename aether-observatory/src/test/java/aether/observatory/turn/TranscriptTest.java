package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Stop;
import aether.observatory.turn.Lines.Line;
import aether.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Recorded output of two real versions, read as a run would read it. */
class TranscriptTest {
  private static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final Duration TOOK = Duration.ofSeconds(3);
  private static final List<String> VERSIONS = List.of("2.1.197", "2.1.330");

  /** What a transcript came to in each version; the start of it, for long errors. */
  private record Row(String name, String older, String newer) {
    static Row same(String name, String outcome) {
      return new Row(name, outcome, outcome);
    }

    /** An answer with the same text and tokens whose price differs. */
    static Row answer(String name, String text, String older, String newer, String tokens) {
      String start = "Answered " + text + " | ";
      return new Row(name, start + older + tokens, start + newer + tokens);
    }

    /** One call of the recorded model. */
    static Row once(String name, String text) {
      return answer(name, text, "0.00075", "0.0006000000000000001", " 100 10");
    }

    /** Two calls of the recorded model. */
    static Row twice(String name, String text) {
      return answer(name, text, "0.0015", "0.0012000000000000001", " 200 20");
    }
  }

  private static final String SPENT_TURNS =
      "Failed claude failed: Reached maximum number of turns (1) | ";
  private static final String SPENT_BUDGET =
      "Failed claude failed: Reached maximum budget ($0.1) | ";

  private static final List<Row> OUTCOMES =
      List.of(
          Row.once("01_happy_text", "Hello there."),
          Row.twice("02_tool_read", "It says alpha beta."),
          Row.once("03_thinking", "Done."),
          Row.once("04_partial_messages", "Hello there."),
          Row.once("05_resume_ok", "ANSWER-TWO"),
          Row.same(
              "06_resume_unknown",
              "StaleSession No conversation found with session ID: " + SESSION),
          Row.same("07_resume_malformed", "Failed claude failed: Error: --resume requires a valid"),
          Row.twice("08_permission_denied", "fin"),
          Row.twice("09_tool_not_available", "fin"),
          Row.same("10_api_401", "Unable claude failed: Failed to authenticate. API Error: 401"),
          Row.once("11_api_500_recovered", "recovered"),
          Row.same("12_api_529", "Unable claude failed: API Error: Repeated 529 Overloaded"),
          Row.same("13_usage_limit_429", "LimitedUntil 2027-01-15T08:00:00Z claude failed: You've"),
          Row.answer(
              "14_rate_limit_ok", "hi", "0.00045000000000000004", "0.00030000000000000003", " 100"),
          Row.same("15_conn_refused", "Failed claude failed: API Error: "),
          Row.same("16_not_logged_in", "Unable claude failed: Not logged in"),
          new Row(
              "17_max_turns",
              SPENT_TURNS + "0.00075 100",
              SPENT_TURNS + "0.0006000000000000001 100"),
          new Row(
              "18_max_budget",
              SPENT_BUDGET + "0.525 0 0",
              SPENT_BUDGET + "0.42000000000000004 100000 1000"),
          Row.once("19_structured_output", "{\"reply\":\"hello\",\"done\":true}"),
          new Row(
              "20_unknown_slash",
              "Answered Unknown command: /nosuch | 0.0 0 0",
              "Answered ok | 0.0006000000000000001 100 10"),
          Row.once("21_mcp_pending", "ok"),
          Row.same("22_sigterm", "Signalled claude exited with 143 without a result"),
          new Row(
              "23_sigint",
              "Failed claude exited with 0 without a result",
              "Failed claude failed: [ede_diagnostic]"),
          Row.twice("24_empty_answer", ""),
          new Row(
              "25_compaction",
              "Answered A4 | 0.0009000000000000001 100 10",
              "Answered A4 | 0.0006000000000000001 200 20"));

  static Stream<Arguments> transcripts() {
    return OUTCOMES.stream()
        .flatMap(row ->
            Stream.of(
                arguments(VERSIONS.getFirst(), row.name(), row.older()),
                arguments(VERSIONS.getLast(), row.name(), row.newer())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("transcripts")
  void every_transcript_comes_to_what_its_index_says(String version, String name, String outcome) {
    assertThat(outcome(replay(version, name, new ArrayList<>()))).startsWith(outcome);
  }

  @Test
  void the_table_names_every_recorded_transcript() throws IOException {
    Path folder = Path.of("src/test/resources/transcripts");
    for (String version : VERSIONS) {
      try (Stream<Path> files = Files.list(folder.resolve(version))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(file -> file.endsWith(".jsonl"))
            .containsExactlyInAnyOrderElementsOf(
                OUTCOMES.stream().map(row -> row.name() + ".jsonl").toList());
      }
    }
  }

  @Test
  void a_turn_shows_its_start_its_tools_its_text_and_its_end() {
    List<Milestone> seen = new ArrayList<>();
    replay("2.1.330", "02_tool_read", seen);
    assertThat(seen)
        .containsExactly(
            new Milestone.TurnStart(),
            new Milestone.Text("I will read it."),
            new Milestone.ToolUse("Read"),
            new Milestone.Text("It says alpha beta."),
            new Milestone.TurnDone("success"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-5", "1e308", "1e400", "1e999999999", "-1e999999999", "\"2\"", "null", "[1]"})
  void a_cost_that_cannot_be_is_none(String cost) {
    String stream =
        "{\"type\":\"system\",\"subtype\":\"init\"}\n"
            + "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"rejected\","
            + "\"resetsAt\":COST}}\n"
            + "{\"type\":\"result\",\"is_error\":false,\"result\":\"hi\",\"num_turns\":COST,"
            + "\"total_cost_usd\":COST,\"usage\":{\"input_tokens\":COST,\"output_tokens\":1.5}}\n";
    assertThat(replay(stream.replace("COST", cost), 0, "", false, new ArrayList<>()))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> {
              assertThat(answer.usage().costUsd()).isEmpty();
              assertThat(answer.usage().inputTokens()).contains(0L);
              assertThat(answer.usage().outputTokens()).contains(0L);
              assertThat(answer.usage().turns()).isEmpty();
            });
  }

  @Test
  void counts_beyond_any_range_do_not_turn_negative() {
    String model =
        "{\"costUSD\":1,\"inputTokens\":9223372036854775807,\"outputTokens\":-9223372036854775808}";
    String stream =
        "{\"type\":\"system\",\"subtype\":\"init\"}\n"
            + "{\"type\":\"result\",\"is_error\":false,\"result\":\"hi\","
            + "\"model_usage_since_last_result\":{\"a\":M,\"b\":M}}\n".replace("M", model);
    assertThat(replay(stream, 0, "", false, new ArrayList<>()))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> {
              assertThat(answer.usage().costUsd()).contains(new BigDecimal("2.0"));
              assertThat(answer.usage().inputTokens().orElseThrow()).isPositive();
              assertThat(answer.usage().outputTokens()).contains(0L);
            });
  }

  @Test
  void the_cost_of_a_resumed_turn_is_its_own_not_that_of_the_session() {
    RunResult result = replay("2.1.330", "05_resume_ok", new ArrayList<>());
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> {
              assertThat(answer.usage().costUsd()).contains(new BigDecimal("6.000000000000001E-4"));
              assertThat(answer.usage().model()).contains("claude-opus-5-5");
              assertThat(answer.usage().duration()).isEqualTo(TOOK);
              assertThat(answer.session()).isEqualTo(SESSION);
            });
  }

  @Test
  void d3_a_transcript_cut_in_its_result_keeps_the_answer_already_written() {
    String whole = text("2.1.197", "01_happy_text");
    String cut = whole.substring(0, whole.length() - 200);
    assertThat(outcome(replay(cut, 0, "", true, new ArrayList<>())))
        .isEqualTo("Answered Hello there. | unknown");
    assertThat(outcome(replay(cut, 1, "", true, new ArrayList<>())))
        .startsWith("Failed claude exited with 1 without a result");
  }

  @Test
  void d3_a_transcript_cut_after_a_tool_call_is_no_answer() {
    String whole = text("2.1.197", "02_tool_read");
    String cut = whole.substring(0, whole.indexOf("It says alpha beta."));
    assertThat(outcome(replay(cut, 0, "", true, new ArrayList<>())))
        .startsWith("Failed claude exited with 0 without a result");
  }

  @Test
  void a_stale_session_without_a_result_is_told_by_stderr() {
    String said = "No conversation found with session ID: " + SESSION;
    assertThat(outcome(replay("", 1, said, true, new ArrayList<>())))
        .isEqualTo("StaleSession " + said);
    assertThat(outcome(replay("", 1, said, false, new ArrayList<>()))).startsWith("Failed ");
  }

  @Test
  void a_result_without_its_text_falls_back_to_the_last_text_said() {
    String stream =
        """
        {"type":"system","subtype":"init"}
        {"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"kept"}]}}
        {"type":"result","subtype":"success","is_error":false}
        """;
    assertThat(outcome(replay(stream, 0, "", false, new ArrayList<>())))
        .isEqualTo("Answered kept | unknown");
  }

  @Test
  void a_limit_without_its_end_is_waited_for() {
    String stream =
        """
        {"is_error":true,"api_error_status":429,"result":"slow down","type":"result"}
        """;
    assertThat(outcome(replay(stream, 1, "", false, new ArrayList<>())))
        .isEqualTo("Unable claude failed: slow down; it is tried again by itself");
  }

  /** The recordings ran with many tools and in a folder that is not here: no attestation. */
  private static RunResult replay(String version, String name, List<Milestone> seen) {
    JsonNode meta = Json.readObject(resource(version + "/" + name + ".meta.json")).orElseThrow();
    boolean resumed =
        meta.path("argv").valueStream().anyMatch(word -> word.stringValue().equals("--resume"));
    return replay(
        text(version, name),
        meta.path("exit_code").intValue(),
        meta.path("stderr").stringValue(),
        resumed,
        seen);
  }

  private static RunResult replay(
      String stream, int exit, String stderr, boolean resumed, List<Milestone> seen) {
    TurnRecord record =
        new TurnRecord(
            AgentName.CLAUDE, SESSION, resumed, init -> Optional.empty(), true, seen::add);
    try {
      Lines lines = new Lines(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        var unused = record.line(line.get());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return record.result(new Ending(Stop.ENDED, exit, stderr), TOOK);
  }

  private static String outcome(RunResult result) {
    return switch (result) {
      case RunResult.Answered(String text, UUID session, TurnUsage usage) ->
          "Answered " + text + " | " + spent(Optional.of(usage));
      case RunResult.StaleSession(String error) -> "StaleSession " + error;
      case RunResult.Failed(String error, Optional<TurnUsage> usage) ->
          "Failed " + error + " | " + spent(usage);
      case RunResult.Signalled(String error, Optional<TurnUsage> usage) ->
          "Signalled " + error + " | " + spent(usage);
      case RunResult.LimitedUntil(Instant at, String error, _) ->
          "LimitedUntil " + at + " " + error;
      case RunResult.Unable(String error, _) -> "Unable " + error;
      case RunResult.PolicyViolation(String error) -> "PolicyViolation " + error;
    };
  }

  private static String spent(Optional<TurnUsage> usage) {
    return usage
        .flatMap(known ->
            known
                .costUsd()
                .map(cost ->
                    cost.toPlainString()
                        + " "
                        + known.inputTokens().orElse(-1L)
                        + " "
                        + known.outputTokens().orElse(-1L)))
        .orElse("unknown");
  }

  private static String text(String version, String name) {
    return resource(version + "/" + name + ".jsonl");
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            TranscriptTest.class.getResourceAsStream("/transcripts/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
