package aether.observatory.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Content;
import aether.message.Context;
import aether.message.Intent;
import aether.observatory.turn.ControlBlock;
import aether.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
  private static final String TOKEN = Corpus.secrets().get(9).value();
  private static final Outbound PLAIN = Outbound.plain();

  @TempDir Path temp;

  @Test
  void what_holds_no_secret_may_leave() {
    assertThat(PLAIN.judge(block("see schema.sql line 12", "{\"line\": 12}"))).isEmpty();
    assertThat(PLAIN.judge(ControlBlock.silence("noted"))).isEmpty();
  }

  @Test
  void every_part_of_a_block_is_looked_at_and_named() {
    Content clean = new Content(Intent.RESULT, "done");
    assertThat(parts(block("it is " + TOKEN, "{}"))).isEqualTo("GitHub token in text");
    assertThat(parts(block("it is", "{\"a\": [{\"b\": \"%s\"}]}".formatted(TOKEN))))
        .isEqualTo("GitHub token in context");
    assertThat(parts(ControlBlock.silence("said " + TOKEN))).isEqualTo("GitHub token in summary");
    assertThat(parts(new ControlBlock(Optional.of(TOKEN), Optional.of(clean), "")))
        .isEqualTo("GitHub token in to");
  }

  @Test
  void a_context_whose_names_and_values_make_a_secret_is_found() {
    String value = "n0tR3al" + "S3cr3tF0rT3sts";
    Context context = new Context(Json.write(Json.object().put("db_password", value)));
    assertThat(parts(block("see context", context.json())))
        .isEqualTo("random run beside a secret word in context");
  }

  @Test
  void one_encoding_inside_another_is_found() {
    String reversed = new StringBuilder(TOKEN).reverse().toString();
    assertThat(parts(block(base64(reversed), "{}")))
        .isEqualTo("GitHub token in text (base64, reversed)");
    assertThat(parts(block(base64(base64(TOKEN)), "{}")))
        .isEqualTo("GitHub token in text (base64, base64)");
    assertThat(parts(block("/x/" + base64(TOKEN), "{}"))).contains("GitHub token");
    String wrapped = base64("prefix " + TOKEN).replaceAll("(.{20})", "$1\n");
    assertThat(parts(block(wrapped, "{}"))).contains("GitHub token in text (base64)");
    assertThat(parts(block(TOKEN.replace("p_", "p\u200B_"), "{}"))).contains("GitHub token");
  }

  @ParameterizedTest
  @ValueSource(ints = {32 << 10, (32 << 10) + 1})
  void up_to_32_kib_may_leave(int bytes) {
    ControlBlock block = block("é".repeat((bytes - 2) / 2) + (bytes % 2 == 0 ? "" : "x"), "{}");
    if (bytes <= 32 << 10) {
      assertThat(PLAIN.judge(block)).isEmpty();
    } else {
      assertThat(parts(block)).isEqualTo("32769 bytes, more than 32768 in all");
    }
  }

  @Test
  void what_the_host_knows_as_secret_does_not_leave() throws IOException {
    Path canaries = Files.writeString(temp.resolve("canaries"), "# mine\n\nthe blue heron\n");
    Path project = Files.createDirectory(temp.resolve("project"));
    Files.writeString(
        project.resolve(".env"),
        "PORT=8080\nURL=http://localhost:8080\nexport API_KEY='plain words'\n");
    Files.writeString(project.resolve(".env.local"), "DB_PASSWORD=changeme\nPW=\nbroken line\n");
    Map<String, String> env = Map.of("AETHER_OPERATOR_TOKEN", "open sesame", "HOME", "/home/me");
    Outbound outbound = new Outbound(new Canaries(canaries, project, env), (_, _, _) -> {});
    for (String known : List.of("the blue heron", "plain words", "open sesame")) {
      assertThat(outbound.judge("text", "it says " + base64("so: " + known)))
          .contains(new Finding("known secret of this host", "text", "base64"));
    }
    for (String fine : List.of("http://localhost:8080", "changeme", "/home/me", "port 8080")) {
      assertThat(outbound.judge("text", fine)).isEmpty();
    }
  }

  @Test
  void canaries_that_cannot_be_read_let_nothing_leave() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("canaries"));
    Outbound outbound = new Outbound(new Canaries(folder, temp, Map.of()), (_, _, _) -> {});
    assertThat(outbound.judge("text", "fine")).isPresent();
  }

  @Test
  void a_finding_stands_in_the_place_of_a_text_and_never_repeats_it() {
    assertThat(PLAIN.orFinding("error", "fine")).isEqualTo("fine");
    assertThat(PLAIN.orFinding("error", "key " + TOKEN))
        .isEqualTo("(withheld: GitHub token in error)");
  }

  private static String parts(ControlBlock block) {
    return PLAIN.judge(block).orElseThrow().words();
  }

  private static ControlBlock block(String text, String context) {
    return new ControlBlock(
        Optional.empty(), Optional.of(new Content(Intent.RESULT, text, new Context(context))), "");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
