package aether.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import aether.message.ProjectId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstellationTest {
  private static final Path FILE = Path.of("/h/constellation.yaml");

  @TempDir Path directory;

  @Test
  void the_example_of_the_repository_can_be_read() {
    Constellation example = Constellation.read(Path.of("../constellation.yaml"));
    assertThat(example.bodies())
        .extracting(body -> body.id().value())
        .containsExactly("orders", "billing", "web_shop");
    ConstellationBody billing = example.body(new ProjectId("billing"));
    assertThat(billing.waves()).isEqualTo(Waves.THINK);
    assertThat(billing.reviews()).containsExactly(new ProjectId("orders"));
    assertThat(example.body(new ProjectId("web_shop")).workingDir()).isEmpty();
  }

  @Test
  void a_body_has_what_the_file_says() {
    ConstellationBody body =
        only(
            """
            bodies:
              orders:
                description: has the orders
                capabilities: [java, 3d, on, 1.5]
                inbox: aether:inbox:orders
                working_dir: /w d/中
                waves: think
                peers: {billing: {review: true}, web: {review: no}, ops: }
                verbatim_telescope: yes
                ask_first: true
                max_hops_ceiling: 5
                max_budget_usd: 0.25
                limits: {daily_usd: 35.5, conversation_turns: 40, rate_per_min: 5}
                model: claude-sonnet-4-5
                tools: [Read, Grep]
                deny: [Read(secrets/**), Grep]
                max_turns: 6
                timeout: 60
                idle_timeout: 30
                max_parallel: 4
            """);
    assertThat(body.body().description()).isEqualTo("has the orders");
    assertThat(body.body().capabilities()).containsExactly("java", "3d", "on", "1.5");
    assertThat(body.workingDir()).contains(Path.of("/w d/中"));
    assertThat(body.waves()).isEqualTo(Waves.THINK);
    assertThat(body.reviews()).containsExactly(new ProjectId("billing"));
    assertThat(body.verbatimTelescope()).isTrue();
    assertThat(body.terms().askFirst()).isTrue();
    assertThat(body.terms().limits())
        .containsOnly(
            entry(Limit.MAX_HOPS_CEILING, new BigDecimal("5")),
            entry(Limit.TURN_USD, new BigDecimal("0.25")),
            entry(Limit.DAILY_USD, new BigDecimal("35.5")),
            entry(Limit.CONVERSATION_TURNS, new BigDecimal("40")),
            entry(Limit.RATE_PER_MIN, new BigDecimal("5")));
    AgentChoice agent = body.terms().agent();
    assertThat(agent.model()).contains("claude-sonnet-4-5");
    assertThat(agent.tools()).contains(List.of("Read", "Grep"));
    assertThat(agent.deny()).containsExactly("Read(secrets/**)", "Grep");
    assertThat(agent.pace())
        .isEqualTo(
            new AgentChoice.Pace(
                OptionalInt.of(6),
                Optional.of(Duration.ofSeconds(60)),
                Optional.of(Duration.ofSeconds(30)),
                OptionalInt.of(4)));
    assertThat(agent.runner()).isEmpty();
  }

  @Test
  void another_agent_is_a_command_and_what_it_writes() {
    assertThat(only("bodies: {a: {runner: {command: [llm, -m, small]}}}").terms().agent().runner())
        .contains(
            new AgentChoice.OtherAgent(
                List.of("llm", "-m", "small"), AgentChoice.Format.TEXT, Optional.empty()));
    assertThat(
            only("bodies: {a: {runner: {command: [x], files: [/home/me/.x]}}}")
                .terms()
                .agent()
                .runner()
                .orElseThrow()
                .files())
        .contains(List.of(Path.of("/home/me/.x")));
    assertThat(
            only("bodies: {a: {tools: [Bash], runner: {command: [x], format:"
                    + " claude-stream-json}}}")
                .terms()
                .agent()
                .tools())
        .contains(List.of("Bash"));
    assertThat(
            only("bodies: {a: {runner: {command: [x], format: claude-stream-json}}}")
                .terms()
                .agent()
                .runner()
                .orElseThrow()
                .format())
        .isEqualTo(AgentChoice.Format.CLAUDE_STREAM_JSON);
  }

  @Test
  void the_limits_of_the_host_stand_at_the_top() {
    assertThat(parse("limits: {host_daily_usd: 80}\nbodies: {}").limits())
        .containsOnly(entry(Limit.HOST_DAILY_USD, new BigDecimal("80")));
    assertThat(parse("bodies: {}").limits()).isEmpty();
  }

  @Test
  void every_usual_limit_is_one_that_may_be_written() {
    assertThat(Limit.values())
        .allSatisfy(limit ->
            assertThat(limit.parse(limit.usual().toPlainString())).contains(limit.usual()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bodies:\n  a:\n",
        "bodies: {a: {}}",
        "bodies:\n  a: {description: null, capabilities: ~, inbox: , working_dir: , waves: null}"
      })
  void d49_what_is_not_said_has_its_default(String text) {
    ConstellationBody body = only(text);
    assertThat(body.body().description()).isEmpty();
    assertThat(body.body().capabilities()).isEmpty();
    assertThat(body.workingDir()).isEmpty();
    assertThat(body.waves()).isEqualTo(Waves.NOTE);
    assertThat(body.reviews()).isEmpty();
    assertThat(body.verbatimTelescope()).isFalse();
    assertThat(body.terms().askFirst()).isFalse();
    assertThat(body.terms().limits()).isEmpty();
    assertThat(body.terms().agent().model()).isEmpty();
    assertThat(body.terms().agent().tools()).isEmpty();
    assertThat(body.terms().agent().deny()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "bodies:", "bodies: {}", "bodies: ~", "x: 1"})
  void a_file_without_bodies_is_an_empty_chart(String text) {
    assertThat(parse(text).bodies()).isEmpty();
  }

  @Test
  void other_sections_and_merged_defaults_are_allowed() {
    ConstellationBody body =
        only(
            "base: &base {waves: think, description: x}\nbodies:\n  a:\n    <<: *base\n    description: y\n");
    assertThat(body.waves()).isEqualTo(Waves.THINK);
    assertThat(body.body().description()).isEqualTo("y");
  }

  @Test
  void a_relative_directory_starts_at_the_file() {
    assertThat(only("bodies: {a: {working_dir: ../p}}").workingDir()).contains(Path.of("/p"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "true", "1e3", "0x1f", "no", "My-Project", "a.b"})
  void an_id_is_used_as_it_is_written(String id) {
    assertThat(only("bodies:\n  " + id + ": {}\n").id().value()).isEqualTo(id);
  }

  @Test
  void an_id_is_found_by_what_a_user_types() {
    Constellation chart = parse("bodies: {My-Project: {}}");
    assertThat(chart.body(ProjectId.typed("my project")).id().value()).isEqualTo("My-Project");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bodies: {a: {capabilites: []}} | :1:14: unknown key 'capabilites' in Body 'a'; did you mean 'capabilities'?",
        "bodies: {a: {colour: red}} | :1:14: unknown key 'colour' in Body 'a'; known are description,",
        "bodies: {a: {modle: opus}} | unknown key 'modle' in Body 'a'; did you mean 'model'?",
        "bodies: {a: {model: --help}} | model of Body 'a' is '--help'; write the name of a model",
        "bodies: {a: {tools: Read}} | tools of Body 'a' is not a list",
        "bodies: {a: {tools: [Read, mcp__x]}} | :1:14: 'mcp__x' in tools is not understood",
        "bodies: {a: {tools: ['Read,Bash']}} | 'Read,Bash' in tools is not understood",
        "bodies: {a: {deny: [rm -rf]}} | 'rm -rf' in deny is not understood; write rules such as",
        "bodies: {a: {max_turns: 0}} | is '0'; write a whole number from 1 to 100",
        "bodies: {a: {timeout: 90m}} | is '90m'; write a whole number from 1 to 3600",
        "bodies: {a: {idle_timeout: 4000}} | write a whole number from 1 to 3600",
        "bodies: {a: {max_parallel: 65}} | write a whole number from 1 to 64",
        "bodies: {a: {max_budget_usd: 0}} | is '0'; write US dollars from 0.01 to 100",
        "bodies: {a: {max_budget_usd: -1}} | write US dollars",
        "bodies: {a: {max_budget_usd: 1e9}} | write US dollars",
        "bodies: {a: {max_budget_usd: .inf}} | write US dollars",
        "bodies: {a: {limits: {daly_usd: 5}}} | unknown key 'daly_usd' in limits of Body 'a'; did you mean 'daily_usd'?",
        "bodies: {a: {limits: {daily_usd: five}}} | daily_usd of limits of Body 'a' is 'five'; write US dollars",
        "bodies: {a: {limits: {daily_turns: 1.5}}} | write a whole number from 1 to 100000",
        "bodies: {a: {limits: {max_attempts: 11}}} | write a whole number from 1 to 10",
        "bodies: {a: {limits: {host_daily_usd: 5}}} | unknown key 'host_daily_usd' in limits of Body 'a'",
        "bodies: {a: {limits: 5}} | limits of Body 'a' is not a mapping",
        "limits: {daily_usd: 5} | unknown key 'daily_usd' in limits of the constellation",
        "limts: {host_daily_usd: 5} | unknown key 'limts'; did you mean 'limits'?",
        "bodies: {a: {runner: {}}} | :1:14: the runner has no command; write `command:",
        "bodies: {a: {runner: {command: []}}} | the runner has no command",
        "bodies: {a: {runner: {command: [x], format: json}}} | is 'json'; write text or claude-stream-json",
        "bodies: {a: {runner: {command: [x], shell: y}}} | unknown key 'shell' in runner of Body 'a'",
        "bodies: {a: {model: m, runner: {command: [x]}}} | model is for claude alone; leave it out",
        "bodies: {a: {tools: [Read], runner: {command: [x]}}} | tools is for claude alone",
        "bodies: {a: {runner: {command: [x], files: [~/.x]}}} | '~/.x' in files is no full path",
        "bodeis: {a: {}} | :1:1: unknown key 'bodeis'; did you mean 'bodies'?",
        "bodies: [a] | :1:9: bodies is not a mapping",
        "bodies: text | :1:9: bodies is not a mapping",
        "[a] | the constellation is not a mapping",
        "bodies: {a: x} | :1:13: Body 'a' is not a mapping",
        "bodies: {a: {}, a: {}} | :1:17: 'a' stands twice in bodies",
        "bodies: {a-b: {}, a_b: {}} | 'a_b' and 'a-b' are the same id when typed",
        "bodies: {a: {waves: note, waves: think}} | 'waves' stands twice in Body 'a'",
        "bodies: {a: {waves: nots}} | :1:21: waves of Body 'a' is 'nots'; write note or think",
        "bodies: {a: {inbox: other}} | inbox of Body 'a' is 'other'; leave it out, or write aether:inbox:a",
        "bodies: {a: {capabilities: java}} | capabilities of Body 'a' is not a list",
        "bodies: {a: {capabilities: [{}]}} | an item of capabilities",
        "bodies: {a: {description: [x]}} | description of Body 'a' is not text",
        "bodies: {a: {working_dir: ~/p}} | working_dir of Body 'a' is '~/p'; write the path in full",
        "bodies: {a: {verbatim_telescope: maybe}} | is 'maybe'; write true or false",
        "bodies: {a: {ask_first: 1}} | is '1'; write true or false",
        "bodies: {a: {max_hops_ceiling: 0}} | is '0'; write a whole number from 1 to 1000",
        "bodies: {a: {max_hops_ceiling: 1.5}} | is '1.5'; write a whole number",
        "bodies: {a: {max_hops_ceiling: 99999999999}} | write a whole number",
        "bodies: {a: {peers: [b]}} | peers of Body 'a' is not a mapping",
        "bodies: {a: {peers: {b: {rewiev: true}}}} | unknown key 'rewiev' in peer 'b'; did you mean 'review'?",
        "bodies: {broadcast: {}} | 'broadcast' cannot be the id of a Body",
        "bodies: {'a b': {}} | 'a b' cannot be the id of a Body",
        "bodies: {專案: {}} | '專案' cannot be the id of a Body",
        "bodies: {operator: {}} | 'operator' is reserved",
        "bodies: {consult-1: {}} | 'consult-1' is reserved",
        "bodies: {[a]: {}} | a key of bodies is not a word",
        "bodies: {? {a: b} : {}} | a key of bodies is not a word",
        "bodies: {'': {}} | '' cannot be the id of a Body"
      })
  void what_is_not_understood_is_refused_at_its_place(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("/h/constellation.yaml:")
        .contains(message.strip())
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bodies: [unclosed\n",
        "bodies:\n\ta: {}\n",
        "bodies: {}\n---\nx: 1\n",
        "bodies: *nobody\n",
        "bodies: \u0001\n",
        "a: 'open",
        "bodies:\n    a: {}\n  b: {}\n"
      })
  void what_is_not_one_yaml_document_is_refused_in_one_line(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("/h/constellation.yaml:")
        .hasLineCount(1);
  }

  @Test
  void a_yaml_bomb_is_refused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> parse(bomb.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("aliases");
    assertThatThrownBy(() -> parse("a: " + "[".repeat(500) + "]".repeat(500)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Nesting Depth");
  }

  @Test
  void a_yaml_tag_makes_no_object() {
    assertThatThrownBy(() -> parse("bodies: {a: {description: !!java.net.URL {}}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("/h/constellation.yaml:1:27: Global tag is not allowed");
  }

  @Test
  void an_unknown_body_is_refused_with_those_there_are() {
    Constellation chart = parse("bodies: {backend: {}, orders: {}}");
    assertThatThrownBy(() -> chart.body(new ProjectId("bakend")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "'bakend' is not a Body of /h/constellation.yaml (it lists backend, orders); did you"
                + " mean 'backend'?");
    assertThatThrownBy(() -> parse("").body(new ProjectId("a")))
        .hasMessageContaining("which lists none; run `aether client setup`");
  }

  @Test
  void a_file_that_cannot_be_read_is_one_line() throws IOException {
    Path missing = directory.resolve("none.yaml");
    assertThatThrownBy(() -> Constellation.read(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "there is no constellation at "
                + missing
                + "; run `aether client setup` in a project, or name another file");
    assertThatThrownBy(() -> Constellation.read(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is a directory");
    Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe4});
    assertThatThrownBy(() -> Constellation.read(latin))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not UTF-8");
    Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(1 << 21));
    assertThatThrownBy(() -> Constellation.read(large))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("larger than 1 MiB");
  }

  private static ConstellationBody only(String text) {
    assertThat(parse(text).bodies()).hasSize(1);
    return parse(text).bodies().getFirst();
  }

  private static Constellation parse(String text) {
    return Constellation.parse(text, FILE);
  }
}
