package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.config.Secret;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong, the user reads one line with the value and the remedy (D43). */
class BadInputTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private Desktop desktop;

  @BeforeEach
  void sit_down() {
    desktop = new Desktop(home).on(REDIS.as(new Account.Operator()));
    try (RedisBus bus = RedisBus.connect(REDIS.address())) {
      Responder.register(new ProjectId("backend"), bus);
    }
  }

  @ParameterizedTest(name = "aether {0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          nonsense                                     | 2 | unknown command 'nonsense'
          help transcrip                               | 2 | unknown command 'transcrip'; did you mean 'transcript'?
          sned --to backend --text x                   | 2 | did you mean 'send'?
          send --to backend                            | 2 | missing required option: '--text=TEXT'
          send --text x                                | 2 | --to=ID | --wave
          send --to backend --wave --text x            | 2 | mutually exclusive
          send --to backend --text x --intent ack      | 2 | 'ack' is not one of ask, inform, task, result
          send --to backend --text x --max-hops 0      | 2 | '0' is not a number of hops
          send --to backend --text x --max-hops many   | 2 | 'many'
          send --to backend --text x --solicit         | 2 | --solicit is for a wave
          send --to backend --text x --wait soon       | 2 | 'soon' is not a number of seconds
          send --to backend --text x --wiat 3          | 2 | did you mean '--wait'?
          send --to backend --text x --conversation-id a/b | 2 | 'a/b' cannot be a conversation id
          send --to backend --text x --from broadcast  | 2 | 'broadcast' cannot be a sender
          send --to backend --text                     | 2 | --text
          send --to bakcend --text x                   | 1 | did you mean 'backend'?
          send --to nobody_at_all --text x             | 1 | known: backend
          send --to broadcast --text x                 | 1 | use `aether send --wave`
          consult --to nobody_at_all --text x          | 1 | 'nobody_at_all' is not a known Body
          consult --text x                             | 2 | --to is missing
          consult --to backend                         | 2 | --text is missing
          consult --resume none                        | 1 | no conversation on this bus begins with 'none'
          consult --resume a --to backend              | 2 | --resume takes no --to
          transcript                                   | 2 | THREAD
          transcript none                              | 1 | begins with 'none'
          transcript x --markdown --json               | 2 | leave one out
          watch --since yesterday                      | 2 | 'yesterday' is not an age
          who --redis-port 99999                       | 2 | '99999'
          who --redis-port abc                         | 2 | 'abc'
          who --redis-port 1                           | 1 | 127.0.0.1:1/0
          who --redis-db -1                            | 2 | '-1'
          who --redis-tls --redis-no-tls               | 2 | contradict
          bus start --port x                           | 2 | 'x' is not a port
          bus start --port 0                           | 2 | '0' is not a port
          bus use --port 1                             | 1 | profile NOT written
          client setup --yes --id broadcast            | 2 | 'broadcast' is reserved
          client setup --yes --id operator             | 2 | 'operator' is reserved
          """)
  void one_line_with_the_value_and_the_remedy(String line, int code, String said) {
    Desktop.Result result = desktop.aether(line.split(" +"));

    assertThat(result.err()).contains(said).startsWith("aether: ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(REDIS.call("EXISTS", "aether:events", "aether:broadcast")).isEqualTo(0L);
    assertThat(desktop.aether()).doesNotExist();
  }

  @Test
  void d43_an_empty_text_is_refused() {
    for (String text : new String[] {"", "  ", "\n"}) {
      Desktop.Result result = desktop.aether("send", "--to", "backend", "--text", text);

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("--text is empty");
      assertThat(REDIS.call("EXISTS", "aether:inbox:backend")).isEqualTo(0L);
    }
  }

  @Test
  void d43_a_value_with_line_breaks_and_escapes_stays_on_one_line() {
    Desktop.Result result = desktop.aether("send", "--to", "a\nb\u001b[31m", "--text", "x");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).doesNotContain("\u001b");
  }

  @Test
  void a_setting_of_the_environment_that_cannot_be_used_is_named() {
    Desktop.Result result = desktop.with("AETHER_REDIS_PORT", "abc").aether("who");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "aether: AETHER_REDIS_PORT is 'abc', not a whole number from 1 to 65535;"
                + " correct it or unset it");
  }

  @Test
  void a_wrong_password_is_refused_in_one_line() {
    try (RedisServer.Private redis = RedisServer.Private.start(new Secret("right"))) {
      Desktop.Result result =
          desktop.on(redis.address()).with("AETHER_REDIS_PASSWORD", "wrong").aether("who");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err()).contains("AETHER_REDIS_PASSWORD").doesNotContain("wrong\"");
    }
  }

  @Test
  void the_stack_trace_is_shown_when_asked_for() {
    Desktop.Result result = desktop.aether("who", "--redis-port", "1", "--debug");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("\tat aether.");
  }

  @Test
  void a_port_that_somebody_else_has_is_named_with_a_way_out() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());

      Desktop.Result result = desktop.aether("bus", "start", "--port", port);

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .contains("port " + port + " is in use by another program")
          .contains("aether bus start --port");
      assertThat(desktop.aether()).doesNotExist();
    }
  }

  @Test
  void a_port_that_another_redis_has_is_named_as_such() {
    String port = String.valueOf(REDIS.address().port());

    Desktop.Result result = desktop.aether("bus", "start", "--port", port);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("another Redis").contains("aether bus use --port " + port);
  }

  @Test
  void a_profile_that_cannot_be_read_is_named() throws IOException {
    Files.createDirectories(desktop.aether());
    Files.writeString(desktop.aether().resolve("config.json"), "{oops");

    Desktop.Result result = desktop.aether("who");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("config.json").contains("aether bus use");
  }

  @Test
  void a_constellation_that_cannot_be_read_stays_as_it_is_and_nothing_is_registered()
      throws IOException {
    Files.createDirectories(desktop.aether());
    Path chart = desktop.aether().resolve("constellation.yaml");
    Files.writeString(chart, "bodies: [oops\n");

    Desktop.Result result = desktop.aether("client", "setup", "--yes", "--id", "frontend");

    assertThat(result.code()).isNotZero();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).contains("constellation.yaml");
    assertThat(chart).hasContent("bodies: [oops\n");
    assertThat(REDIS.call("HEXISTS", "aether:registry", "frontend")).isEqualTo(0L);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          bodies: {shop: {description: x}}       | 1 | 'shop' has no working_dir in the constellation; add
          bodies: {shop: {working_dir: null}}    | 1 | 'shop' has no working_dir in the constellation; add
          bodies: {shop: {working_dir: /no/where}} | 1 | working_dir '/no/where' of 'shop' is no folder; correct
          bodies: {other: {working_dir: /}}      | 2 | 'shop' is not a Body of
          bodies: [oops                          | 2 | constellation.yaml
          """)
  void a_body_that_cannot_be_worked_for_is_told_with_its_remedy_and_never_comes_online(
      String chart, int code, String said) throws IOException {
    Files.createDirectories(desktop.aether());
    Files.writeString(desktop.aether().resolve("constellation.yaml"), chart + "\n");

    Desktop.Result result = desktop.aether("observatory", "shop");

    assertThat(result.err()).contains(said).startsWith("aether: ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.code()).isEqualTo(code);
    assertThat(REDIS.call("KEYS", "aether:*:shop")).isEqualTo(List.of());
    assertThat(REDIS.call("HEXISTS", "aether:registry", "shop")).isEqualTo(0L);
  }
}
