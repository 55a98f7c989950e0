package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.AetherHome;
import aether.event.Event;
import aether.identity.KeyRing;
import aether.identity.SigningKey;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who is believed at the terminal, and the keys by which. */
class KeysTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final ProjectId BETA = new ProjectId("beta");

  @TempDir Path here;
  @TempDir Path there;

  private RedisBus bus;
  private Desktop desktop;

  @BeforeEach
  void sit_down() {
    bus = RedisBus.connect(REDIS.address());
    desktop = new Desktop(here).on(REDIS);
  }

  @AfterEach
  void leave() {
    bus.close();
  }

  @Test
  void consult_prints_the_real_answer_and_not_the_forged_one_that_came_first() {
    SigningKey real = register(BETA);
    try (Responder _ =
        Responder.start(
            "beta",
            bus,
            "The id is order_id.",
            reply ->
                List.of(SigningKey.generate().sign(saying(reply, "forged")), real.sign(reply)))) {
      Desktop.Result result = consult();
      assertThat(result.code()).isZero();
      assertThat(result.out()).contains("order_id", ", verified)").doesNotContain("forged");
      assertThat(result.err()).contains("an answer in the name of 'beta' was not believed: key ");
    }
    assertThat(desktop.aether("keys", "list").out())
        .contains("beta", "first_sight", real.publicKey().text());
  }

  @Test
  void who_requires_signatures_believes_no_unsigned_answer() {
    try (Responder _ = Responder.start("gamma", bus, "order_id")) {
      Desktop.Result result =
          desktop.aether(
              "consult",
              "--to",
              "gamma",
              "--text",
              "which?",
              "--wait",
              "1",
              "--signatures",
              "require");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("it is not signed");
    }
  }

  @Test
  void what_is_sent_by_hand_is_signed_by_its_user_unless_that_is_off() {
    Responder.register(BETA, bus);
    assertThat(desktop.aether("send", "--to", "beta", "--text", "x").code()).isZero();
    assertThat(last().seal().signature().flatMap(s -> s.key()))
        .contains(ring(here).own(ProjectId.OPERATOR).key().publicKey().id());

    assertThat(desktop.aether("send", "--to", "beta", "--text", "y", "--signatures", "off").code())
        .isZero();
    assertThat(last().seal().signature()).isEmpty();

    assertThat(
            desktop
                .aether("send", "--from", "delta", "--force", "--to", "beta", "--text", "z")
                .code())
        .isZero();
    assertThat(last().seal().signature()).as("not in the name of others").isEmpty();
  }

  @Test
  void keys_are_listed_trusted_revoked_and_rotated() {
    SigningKey real = register(BETA);
    assertThat(desktop.aether("keys", "list").out()).contains("no keys yet");
    assertThat(desktop.aether("keys", "trust", "beta").out())
        .contains(real.publicKey().id().value());
    assertThat(desktop.aether("keys", "list", "--json").out())
        .contains("\"standing\": \"trusted\"");
    assertThat(desktop.aether("keys", "revoke", "beta").code()).isZero();
    assertThat(desktop.aether("keys", "list").out()).contains("revoked");
    assertThat(desktop.aether("keys", "revoke", "beta").err()).contains("knows no such key");

    String other = SigningKey.generate().publicKey().text();
    assertThat(desktop.aether("keys", "trust", "beta", other).code()).isZero();
    assertThat(desktop.aether("keys", "trust", "beta", "nonsense").code()).isEqualTo(2);
    assertThat(desktop.aether("keys", "trust", "nobody").err()).contains("the registry has no key");
    assertThat(desktop.aether("keys", "rotate", "beta").err()).contains("no key of 'beta'");

    ring(here).own(new ProjectId("mine"));
    assertThat(desktop.aether("keys", "rotate", "mine", "--revoke").code()).isZero();
    assertThat(desktop.aether("keys", "list").out())
        .containsPattern("mine +[0-9a-f]{16}  revoked")
        .containsPattern("mine +[0-9a-f]{16}  trusted .*  here");
  }

  @Test
  void a_revoked_key_that_the_registry_still_has_is_trusted_again_only_by_name() {
    String stolen = register(BETA).publicKey().text();
    assertThat(desktop.aether("keys", "trust", "beta").code()).isZero();
    assertThat(desktop.aether("keys", "revoke", "beta").code()).isZero();

    Desktop.Result again = desktop.aether("keys", "trust", "beta");

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("was revoked here", "aether keys trust beta " + stolen);
    assertThat(desktop.aether("keys", "list").out()).contains("revoked").doesNotContain("trusted");
    assertThat(desktop.aether("keys", "trust", "beta", stolen).code()).isZero();
    assertThat(desktop.aether("keys", "list").out()).contains("trusted").doesNotContain("revoked");
  }

  @Test
  void what_was_done_with_a_key_is_told_to_programs_too() {
    String beta = register(BETA).publicKey().id().value();
    assertThat(done("keys", "trust", "beta", "--json")).containsExactly("beta", beta, "trusted");
    assertThat(done("keys", "revoke", "beta", "--json")).containsExactly("beta", beta, "revoked");
    String mine = ring(here).own(new ProjectId("mine")).key().publicKey().id().value();
    assertThat(done("keys", "rotate", "mine", "--json"))
        .contains("mine", "trusted")
        .doesNotContain(mine);
  }

  private List<String> done(String... words) {
    JsonNode told = Json.readObject(desktop.aether(words).out()).orElseThrow();
    return List.of(
        told.path("id").stringValue(),
        told.path("kid").stringValue(),
        told.path("standing").stringValue());
  }

  @Test
  void the_doctor_tells_a_key_that_is_another_than_the_one_published_or_pinned() throws Exception {
    ProjectId mine = new ProjectId("mine");
    var _ = register(mine);
    var _ = ring(here).own(mine);
    var _ = register(BETA);
    var _ = ring(here).trust(BETA, SigningKey.generate().publicKey());
    assertThat(desktop.aether("doctor").out())
        .contains(
            "! keys          the registry has another key of 'beta' than was pinned here",
            "`aether keys trust beta`",
            "! keys          the registry has another key of 'mine' than this host",
            "`aether observatory mine`");

    Files.writeString(desktop.aether().resolve("keys/mine"), "nothing");
    assertThat(desktop.aether("doctor").out()).contains("✗ keys", "holds no key");
  }

  @Test
  void a_wave_for_a_capability_is_sent_and_a_word_said_when_nobody_has_it() {
    Responder.register(BETA, bus);
    Desktop.Result known =
        desktop.aether(
            "send", "--to", "capability:JAVA", "--solicit", "--text", "x", "--expires", "60");
    assertThat(known.code()).isZero();
    assertThat(known.out()).contains("→ capability:JAVA");
    assertThat(known.err()).isEmpty();
    assertThat(last().to())
        .isInstanceOfSatisfying(
            Recipient.Everyone.class,
            wave -> {
              assertThat(wave.capability()).contains("JAVA");
              assertThat(wave.expiry()).isPresent();
            });
    assertThat(desktop.aether("send", "--to", "capability:cobol", "--text", "x").err())
        .contains("no Body says that it can do 'cobol'");
    assertThat(desktop.aether("send", "--to", "capability:", "--text", "x").code()).isEqualTo(2);
    assertThat(desktop.aether("send", "--to", "beta", "--expires", "5", "--text", "x").code())
        .isEqualTo(2);
  }

  private Desktop.Result consult() {
    return desktop.aether("consult", "--to", "beta", "--text", "which id?", "--wait", "10");
  }

  /** Registers {@code id} with a key of another host. */
  private SigningKey register(ProjectId id) {
    var own = ring(there).own(id);
    var _ =
        bus.registrar()
            .register(
                new Body(id, "answers " + id, List.of("java"), Optional.of(own.published())), true);
    return own.key();
  }

  private static KeyRing ring(Path home) {
    return new KeyRing(new AetherHome(home.resolve(".aether")), InstantSource.system());
  }

  private static Envelope saying(Envelope reply, String text) {
    return new Envelope(
        reply.id(),
        reply.conversation(),
        reply.from(),
        reply.to(),
        reply.replyTo(),
        reply.hops(),
        reply.createdAt(),
        new Content(Intent.RESULT, text));
  }

  /** The message that was sent last. */
  private Envelope last() {
    return bus.observer().events().latest(50).stream()
        .flatMap(recorded ->
            recorded.event() instanceof Event.MessageSent(Envelope sent, var _)
                ? Stream.of(sent)
                : Stream.of())
        .reduce((_, later) -> later)
        .orElseThrow();
  }
}
