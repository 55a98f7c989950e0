package aether.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.message.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                max_hops_ceiling: 5
            """);
    assertThat(body.body().description()).isEqualTo("has the orders");
    assertThat(body.body().capabilities()).containsExactly("java", "3d", "on", "1.5");
    assertThat(body.workingDir()).contains(Path.of("/w d/中"));
    assertThat(body.waves()).isEqualTo(Waves.THINK);
    assertThat(body.reviews()).containsExactly(new ProjectId("billing"));
    assertThat(body.verbatimTelescope()).isTrue();
    assertThat(body.maxHopsCeiling()).isEqualTo(OptionalInt.of(5));
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
    assertThat(body.maxHopsCeiling()).isEmpty();
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
        "bodies: {a: {model: opus}} | unknown key 'model'",
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
        "bodies: {a: {max_hops_ceiling: 0}} | is '0'; write a whole number",
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
