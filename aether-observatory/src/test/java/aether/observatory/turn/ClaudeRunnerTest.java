package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import aether.event.Milestone;
import aether.observatory.sandbox.Sandbox;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClaudeRunnerTest {
  private static final UUID SESSION = UUID.fromString(FakeClaude.SESSION);
  private static final String READ_ALL = "cat > /dev/null\n";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir Path temp;
  private final List<Milestone> seen = new CopyOnWriteArrayList<>();

  @Test
  void an_answer_comes_with_its_session_its_use_and_its_milestones() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, READ_ALL + FakeClaude.init() + FakeClaude.RESULT);
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> {
              assertThat(answer.text()).isEqualTo("fine");
              assertThat(answer.session()).isEqualTo(SESSION);
              assertThat(answer.usage().costUsd()).contains(new BigDecimal("0.25"));
              assertThat(answer.usage().inputTokens()).contains(7L);
              assertThat(answer.usage().outputTokens()).contains(5L);
            });
    assertThat(seen).containsExactly(new Milestone.TurnStart(), new Milestone.TurnDone("success"));
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  @EnabledIf("hasSetsid")
  void it_runs_in_a_session_of_its_own_so_that_a_terminals_interrupt_is_not_for_it()
      throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp, "ps -o pgid= -p $$ >\"$OUT/group\"\n" + FakeClaude.init() + FakeClaude.RESULT);
    Housing atTerminal = new Housing(ChildRegister.none(), Sandbox.none("test"), true);
    assertThat(runner(fake, LONG, LONG, atTerminal).run(runOf(fake, "x")))
        .isInstanceOf(RunResult.Answered.class);
    Process ours =
        new ProcessBuilder("ps", "-o", "pgid=", "-p", String.valueOf(ProcessHandle.current().pid()))
            .start();
    String group = new String(ours.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Files.readString(fake.folder().resolve("group")).strip())
        .isNotEmpty()
        .isNotEqualTo(group.strip());
  }

  static boolean hasSetsid() {
    return Files.isExecutable(Path.of("/usr/bin/setsid"))
        && Files.isExecutable(Path.of("/usr/bin/ps"));
  }

  @Test
  void d2_a_prompt_of_140_kb_with_a_nul_arrives_whole_on_stdin() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "cat > \"$OUT/stdin\"\n" + FakeClaude.RESULT);
    String prompt = "header\n" + "x\0y\u001b".repeat(35_000);
    assertThat(runner(fake, LONG, LONG).run(runOf(fake, prompt)))
        .isInstanceOf(RunResult.Answered.class);
    assertThat(Files.readString(fake.folder().resolve("stdin"))).isEqualTo(prompt);
  }

  @Test
  void d2_a_child_that_never_reads_blocks_nobody() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.init() + FakeClaude.RESULT);
    String prompt = "header\n" + "x\0".repeat(70_000);
    assertThat(runner(fake, LONG, LONG).run(runOf(fake, prompt)))
        .isInstanceOf(RunResult.Answered.class);
    FakeClaude sleeper = FakeClaude.write(temp, "exec sleep 60");
    assertThat(runner(sleeper, LONG, SHORT).run(runOf(sleeper, prompt)))
        .isInstanceOf(RunResult.Failed.class);
    assertThat(sleeper.survivors()).isEmpty();
  }

  @Test
  void d3_exit_1_is_a_failure_that_names_the_first_line_of_stderr() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "printf '\\nno luck\\nmore\\n' >&2; exit 1");
    assertThat(run(fake))
        .isEqualTo(
            new RunResult.Failed(
                "claude exited with 1 without a result: no luck", Optional.empty()));
  }

  @Test
  void d3_exit_0_without_a_result_is_a_failure_that_may_have_cost() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.init());
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("claude exited with 0 without a result");
              assertThat(failed.usage().orElseThrow().costUsd()).isEmpty();
            });
  }

  @Test
  void d4_a_silent_child_is_ended_at_the_idle_limit() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.init() + "exec sleep 60");
    RunResult result = runner(fake, LONG, SHORT).run(runOf(fake, "p"));
    assertThat(error(result)).contains("silent beyond `idle_timeout`");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_line_that_never_ends_is_silence() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "while :; do printf x; sleep 0.1; done");
    RunResult result = runner(fake, LONG, SHORT).run(runOf(fake, "p"));
    assertThat(error(result)).contains("silent beyond `idle_timeout`");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_child_that_talks_for_ever_is_ended_at_the_wall_clock() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "while :; do echo '{}'; sleep 0.1; done");
    RunResult result = runner(fake, SHORT, LONG).run(runOf(fake, "p"));
    assertThat(error(result)).contains("the limit of a run");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_child_that_ignores_term_is_killed_after_the_grace() throws Exception {
    FakeClaude fake =
        FakeClaude.write(temp, "trap '' TERM\n" + FakeClaude.init() + "while :; do sleep 1; done");
    assertThat(error(runner(fake, LONG, SHORT).run(runOf(fake, "p")))).contains("silent");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_result_given_while_it_is_asked_to_end_counts() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            "last() {\n"
                + FakeClaude.RESULT
                + "exit 0\n}\ntrap last TERM\n"
                + FakeClaude.init()
                + "while :; do sleep 0.1; done");
    assertThat(runner(fake, LONG, SHORT).run(runOf(fake, "p")))
        .isInstanceOf(RunResult.Answered.class);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_grandchild_does_not_outlive_a_run_that_was_ended() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp, "sleep 60 & echo $! >> \"$OUT/pids\"\n" + FakeClaude.init() + "wait");
    assertThat(error(runner(fake, LONG, SHORT).run(runOf(fake, "p")))).contains("silent");
    assertThat(fake.lines("pids")).hasSize(2);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_grandchild_does_not_outlive_a_run_that_ended_by_itself() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp, "sleep 60 & echo $! >> \"$OUT/pids\"\n" + FakeClaude.init() + FakeClaude.RESULT);
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
    assertThat(fake.lines("pids")).hasSize(2);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_a_child_that_lingers_after_its_result_has_only_the_grace() throws Exception {
    FakeClaude fake =
        FakeClaude.write(temp, FakeClaude.init() + FakeClaude.RESULT + "exec sleep 60");
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d5_two_megabytes_on_stderr_do_not_block() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp, "yes complaint | head -c 2097152 >&2\n" + FakeClaude.init() + FakeClaude.RESULT);
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
  }

  @Test
  void d5_forty_megabytes_on_stdout_end_the_run() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "yes '{\"type\":\"noise\"}' | head -c 41943040");
    assertThat(error(run(fake))).isEqualTo("claude was ended: it wrote more than 32 MiB");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d5_a_line_beyond_its_bound_is_passed_over() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            "head -c 6291456 /dev/zero | tr '\\0' x; echo\n"
                + FakeClaude.init()
                + FakeClaude.RESULT);
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
  }

  @Test
  void d37_bad_utf_8_scalars_and_a_lone_surrogate_never_crash_a_run() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            FakeClaude.init()
                + """
                printf '\\377\\376\\n7\\nnull\\n"text"\\n[]\\n{"type":7}\\n\\n{"type":"system"}\\n'
                printf '{"type":"assistant","message":"text"}\\n'
                printf '{"type":"result","result":"a\\\\ud800b\\303","is_error":false}'
                """);
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.Answered.class, answer -> assertThat(answer.text()).isEqualTo("a?b\uFFFD"));
  }

  @Test
  void a_result_without_its_newline_is_read_and_half_a_result_is_not() throws Exception {
    FakeClaude whole = FakeClaude.write(temp, "printf '{\"type\":\"result\",\"result\":\"r\"}'");
    assertThat(run(whole)).isInstanceOf(RunResult.Answered.class);
    FakeClaude half = FakeClaude.write(temp, "printf '{\"type\":\"result\",\"res'");
    assertThat(error(run(half))).isEqualTo("claude exited with 0 without a result");
  }

  @Test
  void d20_the_command_line_of_an_old_version_is_exactly_this() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, dumpingArguments());
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
    assertThat(given(fake))
        .containsExactlyElementsOf(expected("Read,Grep", "--session-id", List.of()));
  }

  @Test
  void d20_a_new_version_is_restricted_and_resumes_by_uuid() throws Exception {
    String help = "printf '  --restricted   x\\n  --system-prompt-snapshot <on|off>  y\\n'";
    FakeClaude fake = FakeClaude.write(temp, help, dumpingArguments());
    ClaudeRunner runner = runner(fake, LONG, LONG);
    Run again = new Run("rules", "/m", Optional.of(SESSION), fake.project(), seen::add);
    assertThat(runner.run(again)).isInstanceOf(RunResult.Answered.class);
    assertThat(runner.run(again)).isInstanceOf(RunResult.Answered.class);
    assertThat(given(fake))
        .containsExactlyElementsOf(
            expected(
                "Read,Grep,Glob",
                "--resume",
                List.of("--restricted", "--system-prompt-snapshot", "off")));
    assertThat(fake.lines("calls")).containsExactly("help", "run", "run");
  }

  @Test
  void d58_a_message_that_begins_with_a_slash_is_no_command() throws Exception {
    FakeClaude fake =
        FakeClaude.write(temp, "cat > \"$OUT/stdin\"\nenv > \"$OUT/env\"\n" + FakeClaude.RESULT);
    assertThat(runner(fake, LONG, LONG).run(runOf(fake, "/config @/etc/passwd")))
        .isInstanceOf(RunResult.Answered.class);
    assertThat(fake.lines("stdin")).containsExactly(" /config @/etc/passwd");
    assertThat(fake.lines("env")).contains("CLAUDE_CODE_DISABLE_ATTACHMENTS=1");
  }

  @Test
  void d21_a_session_it_no_longer_knows_is_stale() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            """
            echo "No conversation found with session ID: x" >&2
            echo '{"errors":["No conversation found with session ID: x"],"is_error":true,\
            "subtype":"error_during_execution","type":"result"}'
            exit 1
            """);
    Run resumed = new Run("rules", "m", Optional.of(SESSION), fake.project(), seen::add);
    assertThat(runner(fake, LONG, LONG).run(resumed))
        .isEqualTo(new RunResult.StaleSession("No conversation found with session ID: x"));
  }

  @Test
  void d22_no_secret_of_the_daemon_is_in_the_environment() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "env > \"$OUT/env\"\n" + FakeClaude.RESULT);
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("AETHER_OPERATOR_TOKEN", "canary");
    env.put("AETHER_REDIS_PASSWORD", "canary");
    env.put("AETHER_CLAUDE_BIN", "canary");
    env.put("AWS_SECRET_ACCESS_KEY", "canary");
    env.put("GITHUB_TOKEN", "canary");
    env.put("NODE_OPTIONS", "canary");
    env.put("ANTHROPIC_API_KEY", "key");
    env.put("https_proxy", "proxy");
    env.put("LC_ALL", "C.UTF-8");
    ClaudeSettings settings = settings(fake, LONG, LONG);
    ClaudeRunner runner = new ClaudeRunner(settings, env, InstantSource.system(), () -> SESSION);
    assertThat(runner.run(runOf(fake, "m"))).isInstanceOf(RunResult.Answered.class);
    List<String> dumped = fake.lines("env");
    assertThat(dumped)
        .noneMatch(line -> line.contains("canary"))
        .contains("ANTHROPIC_API_KEY=key", "https_proxy=proxy", "LC_ALL=C.UTF-8")
        .filteredOn(line -> line.startsWith("AETHER_"))
        .containsExactly("AETHER_HEADLESS=1");
  }

  @Test
  void d22_cloud_keys_pass_only_to_the_cloud_that_is_used() {
    Map<String, String> env = Map.of("AWS_PROFILE", "a", "GOOGLE_CLOUD_PROJECT", "g");
    assertThat(ClaudeEnvironment.of(env)).doesNotContainKeys("AWS_PROFILE", "GOOGLE_CLOUD_PROJECT");
    Map<String, String> bedrock = new HashMap<>(env);
    bedrock.put("CLAUDE_CODE_USE_BEDROCK", "1");
    assertThat(ClaudeEnvironment.of(bedrock))
        .containsKey("AWS_PROFILE")
        .doesNotContainKey("GOOGLE_CLOUD_PROJECT");
  }

  static Stream<Arguments> loosenings() {
    String tools = "\"Read\"";
    return Stream.of(
        arguments(
            FakeClaude.init(
                tools, "{\"name\":\"aether\",\"status\":\"pending\"}", "\"$PWD\"", "dontAsk"),
            "it loaded MCP server 'aether'"),
        arguments(
            FakeClaude.init(tools + ",\"Bash\"", "", "\"$PWD\"", "dontAsk"), "it has tool 'Bash'"),
        arguments(FakeClaude.init(tools, "", "/", "dontAsk"), "it runs in '/'"),
        arguments(
            FakeClaude.init(tools, "", "\"$PWD\"", "bypassPermissions"),
            "its permission mode is 'bypassPermissions'"),
        arguments(
            "echo '{\"type\":\"system\",\"subtype\":\"init\",\"claude_code_version\":\"9\"}'\n",
            "version 9 does not state"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("loosenings")
  void d23_an_agent_less_confined_than_asked_is_ended_unheard(String init, String why)
      throws Exception {
    FakeClaude fake = FakeClaude.write(temp, init + FakeClaude.RESULT + "exec sleep 60");
    RunResult result = run(fake);
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.PolicyViolation.class,
            violation -> assertThat(violation.error()).contains(why));
    assertThat(seen).isEmpty();
    assertThat(fake.survivors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "echo '{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"name\":\"Bash\"}]}}'\n"
      })
  void d23_a_client_that_does_not_say_with_what_it_runs_is_ended(String first) throws Exception {
    String help = "echo '  --strict-mcp-config   only those that are given'";
    FakeClaude fake = FakeClaude.write(temp, help, first + FakeClaude.RESULT + "exec sleep 60");
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.PolicyViolation.class,
            violation -> assertThat(violation.error()).contains("did not say with what it runs"));
    assertThat(seen).isEmpty();
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d55_an_interrupted_run_leaves_no_process() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp, "sleep 60 & echo $! >> \"$OUT/pids\"\n" + FakeClaude.init() + "wait");
    CountDownLatch started = new CountDownLatch(1);
    Consumer<Milestone> watcher = milestone -> started.countDown();
    Run run = new Run("rules", "m", Optional.empty(), fake.project(), watcher);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread turn =
        Thread.ofPlatform()
            .start(() -> {
              try {
                thrown.completeExceptionally(
                    new AssertionError(runner(fake, LONG, LONG).run(run).toString()));
              } catch (InterruptedException e) {
                thrown.complete(e);
              }
            });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    turn.interrupt();
    assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(fake.lines("pids")).hasSize(2);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void what_a_run_has_said_that_it_cost_is_not_lost_to_an_interruption_that_comes_after()
      throws Exception {
    FakeClaude fake =
        FakeClaude.write(temp, FakeClaude.init() + FakeClaude.RESULT + "trap '' TERM; sleep 60");
    Thread turn = Thread.currentThread();
    Consumer<Milestone> watcher =
        milestone -> {
          if (milestone instanceof Milestone.TurnDone) {
            turn.interrupt();
          }
        };
    Run run = new Run("rules", "m", Optional.empty(), fake.project(), watcher);
    assertThat(runner(fake, LONG, LONG).run(run))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> assertThat(answer.usage().costUsd()).contains(new BigDecimal("0.25")));
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void what_was_ended_before_its_first_word_may_have_cost() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "exec sleep 60");
    assertThat(runner(fake, LONG, SHORT).run(runOf(fake, "p")))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.usage().orElseThrow().costUsd()).isEmpty());
  }

  @Test
  void a_missing_command_tells_where_it_was_looked_for_and_what_to_do() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "");
    Path none = temp.resolve("none");
    assertThat(unable(fake, none.toString()))
        .isEqualTo(
            "'%s' does not exist; install it with `npm install -g @anthropic-ai/claude-code`, or set AETHER_CLAUDE_BIN"
                .formatted(none));
    assertThat(unable(fake, "no-such-claude")).startsWith("'no-such-claude' is not on PATH (/");
    Path plain = Files.writeString(temp.resolve("plain"), "text");
    assertThat(unable(fake, plain.toString()))
        .startsWith("'%s' is not executable".formatted(plain));
  }

  @Test
  void a_script_without_its_interpreter_needs_a_human() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "");
    Files.writeString(fake.executable(), "#!/no/such/shell\n");
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.Unable.class,
            unable -> assertThat(unable.error()).contains("could not be started"));
  }

  @Test
  void a_folder_that_is_gone_and_rules_too_long_need_a_human() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.RESULT);
    ClaudeRunner runner = runner(fake, LONG, LONG);
    Run nowhere = new Run("r", "m", Optional.empty(), temp.resolve("gone"), seen::add);
    Run wordy = new Run("r".repeat(131_072), "m", Optional.empty(), fake.project(), seen::add);
    assertThat(runner.run(nowhere)).isInstanceOf(RunResult.Unable.class);
    assertThat(runner.run(wordy)).isInstanceOf(RunResult.Unable.class);
  }

  @Test
  void a_stand_in_that_knows_no_help_still_answers() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "exec sleep 60", FakeClaude.RESULT);
    ClaudeRunner runner = runner(fake, Duration.ofSeconds(2), Duration.ofSeconds(2));
    assertThat(runner.run(runOf(fake, "m"))).isInstanceOf(RunResult.Answered.class);
  }

  @Test
  void a_watcher_that_fails_does_not_fail_the_run() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.init() + FakeClaude.RESULT);
    Consumer<Milestone> broken =
        milestone -> {
          throw new IllegalStateException("broken");
        };
    Run run = new Run("r", "m", Optional.empty(), fake.project(), broken);
    assertThat(runner(fake, LONG, LONG).run(run)).isInstanceOf(RunResult.Answered.class);
  }

  @Test
  void an_agent_that_may_write_edits_only_what_it_may_read() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, dumpingArguments());
    ClaudeSettings standard = settings(fake, LONG, LONG);
    ClaudeSettings writing = standard.withConfinement(standard.confinement().withAllowWrite(true));
    var runner = new ClaudeRunner(writing, System.getenv(), InstantSource.system(), () -> SESSION);
    assertThat(runner.run(runOf(fake, "m"))).isInstanceOf(RunResult.Answered.class);
    assertThat(given(fake))
        .contains("Read,Grep,Edit,Write", "acceptEdits")
        .anyMatch(argument -> argument.contains("\"Edit(~/.ssh/**)\""));
  }

  @Test
  void the_form_of_the_decision_is_given_only_when_asked_for_and_where_the_client_takes_one()
      throws Exception {
    String body =
        "printf '%s\\0' \"$@\" > \"$OUT/argv\"\n"
            + FakeClaude.init("\"Read\",\"StructuredOutput\"", "", "\"$PWD\"", "dontAsk")
            + """
            printf '%s\\n' '{"type":"result","subtype":"success","is_error":false,\
            "result":"{\\"reply_needed\\":false,\\"summary\\":\\"x\\"}",\
            "structured_output":{"reply_needed":false,"summary":"x"}}'
            """;
    String help = "echo '  --json-schema <schema>  the form'";
    FakeClaude knows = FakeClaude.write(temp.resolve("knows"), help, body);
    ClaudeSettings asked = settings(knows, LONG, LONG).withJsonSchema(true);
    assertThat(runner(asked, Housing.none()).run(runOf(knows, "m")))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answered ->
                assertThat(ControlParser.parse(answered.text(), ""))
                    .isInstanceOf(Parsed.Decided.class));
    assertThat(given(knows)).containsSubsequence("--json-schema", ControlCodec.SCHEMA);

    assertThat(run(knows))
        .as("a tool that was not asked for is one too many")
        .isInstanceOf(RunResult.PolicyViolation.class);
    assertThat(given(knows)).doesNotContain("--json-schema");

    FakeClaude older = FakeClaude.write(temp.resolve("older"), dumpingArguments());
    ClaudeSettings inVain = settings(older, LONG, LONG).withJsonSchema(true);
    assertThat(runner(inVain, Housing.none()).run(runOf(older, "m")))
        .isInstanceOf(RunResult.Answered.class);
    assertThat(given(older)).doesNotContain("--json-schema");
  }

  private static String dumpingArguments() {
    return "printf '%s\\0' \"$@\" > \"$OUT/argv\"\n" + FakeClaude.RESULT;
  }

  private static List<String> given(FakeClaude fake) throws IOException {
    String dumped = Files.readString(fake.folder().resolve("argv"), StandardCharsets.UTF_8);
    return List.of(dumped.substring(0, dumped.length() - 1).split("\0", -1));
  }

  private static List<String> expected(String tools, String sessionFlag, List<String> newer) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("-p", "--output-format", "stream-json", "--verbose"));
    line.addAll(List.of("--tools", tools, "--permission-mode", "dontAsk"));
    line.addAll(List.of("--strict-mcp-config", "--setting-sources", ""));
    line.add("--disable-slash-commands");
    line.addAll(
        List.of(
            "--settings",
            "{\"permissions\":{\"deny\":[\"Read(**/.env)\",\"Read(**/.env.*)\",\"Read(**/*.pem)\","
                + "\"Read(**/*.key)\",\"Read(./.git/**)\",\"Read(./.claude/**)\",\"Read(~/.ssh/**)\","
                + "\"Read(~/.claude/**)\",\"Read(//etc/**)\",\"Read(//proc/**)\"]},"
                + "\"disableAllHooks\":true}"));
    line.addAll(List.of("--max-turns", "12", "--max-budget-usd", "0.50", "--model", "pinned"));
    line.addAll(List.of("--append-system-prompt", "rules", sessionFlag, FakeClaude.SESSION));
    line.addAll(newer);
    return line;
  }

  private String unable(FakeClaude fake, String command) throws InterruptedException {
    ClaudeSettings settings = settings(fake, LONG, LONG).withCommand(command);
    var runner = new ClaudeRunner(settings, System.getenv(), InstantSource.system(), () -> SESSION);
    return runner.run(runOf(fake, "m")) instanceof RunResult.Unable(String error, _)
        ? error
        : fail("it ran");
  }

  private RunResult run(FakeClaude fake) throws InterruptedException {
    return runner(fake, LONG, LONG).run(runOf(fake, "message"));
  }

  private Run runOf(FakeClaude fake, String message) {
    return new Run("rules", message, Optional.empty(), fake.project(), seen::add);
  }

  private static ClaudeRunner runner(FakeClaude fake, Duration wall, Duration idle) {
    return runner(fake, wall, idle, Housing.none());
  }

  private static ClaudeRunner runner(
      FakeClaude fake, Duration wall, Duration idle, Housing housing) {
    return runner(settings(fake, wall, idle), housing);
  }

  private static ClaudeRunner runner(ClaudeSettings settings, Housing housing) {
    return new ClaudeRunner(
        settings, System.getenv(), InstantSource.system(), () -> SESSION, housing);
  }

  private static ClaudeSettings settings(FakeClaude fake, Duration wall, Duration idle) {
    return ClaudeSettings.standard()
        .withCommand(fake.executable().toString())
        .withModel(Optional.of("pinned"))
        .withLimits(ClaudeSettings.Limits.standard().withTimes(wall, idle, SHORT));
  }

  private static String error(RunResult result) {
    return result instanceof RunResult.Failed failed ? failed.error() : fail(result.toString());
  }
}
