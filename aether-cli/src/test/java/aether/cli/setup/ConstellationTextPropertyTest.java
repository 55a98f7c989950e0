package aether.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.ProjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever the file: its bytes stay, and it says what it said and the new Body. */
class ConstellationTextPropertyTest {
  private static final ProjectId ID = new ProjectId("new_one");

  @Property(tries = 500)
  void an_edited_file_says_what_it_said_and_the_new_body(
      @ForAll("charts") Map<String, Object> chart,
      @ForAll("layouts") DumperOptions layout,
      @ForAll long seed,
      @ForAll("words") String description) {
    String text = decorated(new Yaml(layout).dump(chart), layout, new Random(seed));
    BodyFields fields =
        new BodyFields(description, List.of(description), "aether:inbox:x", Optional.of("/w"));
    ConstellationEdit edit = ConstellationText.append(text, ID, fields);
    assertThat(edit).as("%s", text).isInstanceOf(ConstellationEdit.Appended.class);
    String after = ((ConstellationEdit.Appended) edit).text();
    ConstellationTextTest.assertKept(text, after);
    assertThat(load(after)).isEqualTo(grown(load(text), fields));
    assertThat(ConstellationText.append(after, ID, fields))
        .isEqualTo(new ConstellationEdit.Unchanged(true));
  }

  @Property(tries = 500)
  void text_of_any_kind_is_edited_rightly_or_refused(
      @ForAll("scribbles") String text, @ForAll("words") String description) {
    BodyFields fields = new BodyFields(description, List.of(), "aether:inbox:x", Optional.empty());
    switch (ConstellationText.append(text, ID, fields)) {
      case ConstellationEdit.Appended appended -> {
        ConstellationTextTest.assertKept(text, appended.text());
        assertThat(ConstellationText.append(appended.text(), ID, fields))
            .isEqualTo(new ConstellationEdit.Unchanged(true));
      }
      case ConstellationEdit.Unchanged unchanged -> assertThat(text).contains("new_one");
      case ConstellationEdit.Refused refused -> assertThat(refused.reason()).hasLineCount(1);
    }
  }

  @Provide
  Arbitrary<String> scribbles() {
    return Arbitraries.of(
            "bodies:",
            "new_one:",
            "a: ",
            "{",
            "}",
            "[",
            "]",
            "\n",
            "\r\n",
            "  ",
            "    ",
            "# c\n",
            "- x",
            "&a ",
            "*a",
            "'",
            "\"",
            "|\n",
            "---\n",
            "...\n",
            ", ",
            "? ",
            "<<: ",
            "~",
            "😀",
            "\t")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Map<String, Object>> charts() {
    Arbitrary<Object> body =
        Arbitraries.maps(words(), Arbitraries.oneOf(words(), words().list().ofMaxSize(3)))
            .ofMaxSize(3)
            .map(map -> map);
    Arbitrary<Object> bodies =
        Arbitraries.maps(Arbitraries.of("a", "b_c", "中", "no", "12"), body)
            .ofMaxSize(3)
            .map(m -> m);
    Arbitrary<Map<String, Object>> others =
        Arbitraries.maps(Arbitraries.of("aa", "settings", "zz"), body).ofMaxSize(2);
    return Combinators.combine(others, others, bodies)
        .as((before, after, listed) -> {
          Map<String, Object> chart = new LinkedHashMap<>(before);
          chart.put("bodies", listed);
          after.forEach((key, value) -> chart.putIfAbsent(key + "2", value));
          return chart;
        });
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
        "",
        "x",
        "two words",
        "a: b",
        "# c",
        "yes",
        "1e3",
        "1.5e3",
        "é中😀",
        "it's",
        "\"q\"",
        "line\nline",
        "end\n",
        "long ".repeat(40),
        " pad ",
        "{}",
        "~",
        "bodies:",
        "tab\t",
        "\u2028");
  }

  @Provide
  Arbitrary<DumperOptions> layouts() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 7),
            Arbitraries.of(DumperOptions.FlowStyle.class),
            Arbitraries.of(
                DumperOptions.ScalarStyle.PLAIN,
                DumperOptions.ScalarStyle.DOUBLE_QUOTED,
                DumperOptions.ScalarStyle.SINGLE_QUOTED,
                DumperOptions.ScalarStyle.LITERAL),
            Arbitraries.of(DumperOptions.LineBreak.UNIX, DumperOptions.LineBreak.WIN),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as((indent, flow, scalar, lineBreak, start, end) -> {
          DumperOptions options = new DumperOptions();
          options.setIndent(indent);
          options.setDefaultFlowStyle(flow);
          options.setDefaultScalarStyle(scalar);
          options.setLineBreak(lineBreak);
          options.setExplicitStart(start);
          options.setExplicitEnd(end);
          return options;
        });
  }

  /** With comments before top-level lines and after the last one. */
  private static String decorated(String text, DumperOptions layout, Random random) {
    boolean plain = layout.getDefaultFlowStyle() == DumperOptions.FlowStyle.BLOCK;
    String lineBreak = layout.getLineBreak().getString();
    String head = random.nextBoolean() ? "# head" + lineBreak : "";
    String tail = plain && random.nextBoolean() ? "# tail" + lineBreak + lineBreak : "";
    return head + text + tail;
  }

  private static Map<Object, Object> grown(Map<Object, Object> before, BodyFields fields) {
    Map<Object, Object> body = new LinkedHashMap<>();
    body.put("description", fields.description());
    body.put("capabilities", fields.capabilities());
    body.put("inbox", fields.inbox());
    body.put("working_dir", fields.workingDir().orElseThrow());
    Map<Object, Object> bodies = new LinkedHashMap<>((Map<?, ?>) before.get("bodies"));
    bodies.put(ID.value(), body);
    Map<Object, Object> after = new LinkedHashMap<>(before);
    after.put("bodies", bodies);
    return after;
  }

  /** As Python reads it: {@code 1e3} is text. */
  private static Map<Object, Object> load(String text) {
    String asText = text.replaceAll("(?m)(?<=[ \\[])(1\\.?5?e3)(?=[\\r\\n,\\]}])", "'$1'");
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(asText);
  }
}
