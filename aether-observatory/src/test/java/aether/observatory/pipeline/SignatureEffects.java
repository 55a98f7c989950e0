package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static aether.observatory.pipeline.Sky.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aether.bus.Approvals;
import aether.bus.Body;
import aether.bus.PendingReply;
import aether.config.AetherHome;
import aether.config.Peers;
import aether.config.Signatures;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Extinction.Cause;
import aether.identity.Identity;
import aether.identity.KeyRing;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.message.ReplyIds;
import aether.message.Seal;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ScriptedRunner;
import aether.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Who is believed to be who, between two Observatories of two hosts (ADR 10). */
abstract class SignatureEffects {
  @TempDir Path homes;

  private Sky sky;
  private Signatures policy = Signatures.PREFER;

  /** A sky with an empty bus. */
  abstract Sky open();

  @BeforeEach
  final void begin() {
    sky = open();
    sky.identities = id -> keys(id).of(id, policy);
  }

  @AfterEach
  final void end() {
    sky.close();
  }

  @Test
  void question_and_answer_are_verified_and_the_events_say_so() {
    ScriptedRunner asker = Scripts.silent();
    online(A, asker);
    online(B, Scripts.always("order_id"));
    Envelope question = ask("Which field?");
    sky.quiet();

    assertThat(asker.runs()).isOne();
    assertThat(sky.messages()).allMatch(message -> message.seal().signature().isPresent());
    assertThat(done())
        .hasSize(2)
        .allMatch(message -> message.seal().verdict() == Seal.Verdict.VERIFIED);
    assertThat(done().getFirst().id()).isEqualTo(question.id());
  }

  @Test
  void an_unsigned_message_is_processed_and_shown_as_unverified() {
    ScriptedRunner asked = Scripts.always("order_id");
    online(B, asked);
    sky.send(A, B, "Which field?");
    sky.quiet();
    assertThat(asked.runs()).isOne();
    assertThat(done())
        .extracting(message -> message.seal().verdict())
        .containsExactly(Seal.Verdict.UNVERIFIED);
  }

  @Test
  void an_unsigned_message_of_a_pinned_body_is_unverified_too() {
    online(A, Scripts.silent());
    online(B, Scripts.silent());
    ask("Signed.");
    sky.quiet();
    sky.send(A, B, "Not signed.");
    sky.quiet();
    assertThat(done())
        .extracting(message -> message.seal().verdict())
        .containsExactly(Seal.Verdict.VERIFIED, Seal.Verdict.UNVERIFIED);
  }

  @Test
  void who_requires_signatures_runs_nothing_without_one() {
    policy = Signatures.REQUIRE;
    ScriptedRunner asked = Scripts.always("order_id");
    online(B, asked);
    Envelope unsigned = sky.send(A, B, "Which field?");
    sky.quiet();
    Envelope stranger = signed(C, sky.compose(C, new Recipient.Project(B), "And this?", 8));
    sky.bus.outbox().send(stranger, List.of());
    sky.quiet();

    assertThat(asked.runs()).isZero();
    assertThat(causes()).containsExactly(Cause.UNSIGNED, Cause.UNKNOWN_KEY);
    assertThat(sky.bus.logState(B, unsigned)).isEmpty();

    online(A, Scripts.silent());
    ask("Now signed.");
    sky.quiet();
    assertThat(asked.runs()).isOne();
  }

  @Test
  void without_signatures_nothing_is_signed_or_looked_at() {
    policy = Signatures.OFF;
    online(A, Scripts.silent());
    online(B, Scripts.always("order_id"));
    Envelope question = sky.compose(A, new Recipient.Project(B), "Which field?", 8);
    raw(B, tree(question).put("kid", "0").put("sig", "wrong"));
    sky.quiet();
    assertThat(sky.messages()).hasSize(1).noneMatch(m -> m.seal().signature().isPresent());
    assertThat(done()).allMatch(message -> message.seal().verdict() == Seal.Verdict.UNCHECKED);
  }

  @Test
  void a_bit_flipped_in_any_field_is_a_bad_signature() {
    ScriptedRunner asked = Scripts.always("order_id");
    online(A, Scripts.silent());
    online(B, asked);
    ObjectNode true_ = tree(signed(A, sky.compose(A, new Recipient.Project(B), "Field?", 8)));
    int refused = 0;
    for (String field : List.copyOf(true_.propertyNames())) {
      for (ObjectNode changed : changes(true_, field)) {
        raw(B, changed);
        refused++;
      }
    }
    sky.quiet();

    assertThat(asked.runs()).isZero();
    assertThat(causes()).hasSize(refused).allMatch(Cause.BAD_SIGNATURE::equals);

    raw(B, true_);
    sky.quiet();
    assertThat(asked.runs()).isOne();
  }

  @Test
  void a_message_for_one_cannot_be_replayed_to_another() {
    ScriptedRunner other = Scripts.always("order_id");
    online(A, Scripts.silent());
    online(B, Scripts.silent());
    online(C, other);
    Envelope question = ask("Which field?");
    sky.quiet();
    raw(C, tree(question).put("to", C.value()));
    sky.quiet();
    assertThat(other.runs()).isZero();
    assertThat(causes()).containsExactly(Cause.BAD_SIGNATURE);
  }

  @Test
  void a_message_that_is_replayed_to_its_recipient_is_a_duplicate() {
    ScriptedRunner asked = Scripts.silent();
    online(A, Scripts.silent());
    online(B, asked);
    Envelope question = ask("Which field?");
    sky.quiet();
    raw(B, tree(question));
    sky.quiet();
    ObjectNode stripped = tree(question);
    stripped.remove("sig");
    raw(B, stripped);
    sky.quiet();
    assertThat(asked.runs()).isOne();
    assertThat(sky.extinctions())
        .containsExactly(new Extinction.Duplicate(), new Extinction.Duplicate());
  }

  @Test
  void d24_a_forged_reply_that_was_there_first_does_not_displace_the_real_one() {
    ScriptedRunner asker = Scripts.silent();
    online(A, asker);
    online(B, Scripts.silent());
    sky.offline(B);
    Envelope question = signed(A, sky.compose(A, new Recipient.Project(B), "Which field?", 8));
    Envelope forged = forgedReply(question);
    sky.bus.outbox().send(forged, List.of());
    sky.quiet();
    raw(A, tree(forged).put("kid", "0123456789abcdef").put("sig", "Zm9yZ2Vk"));
    sky.quiet();
    assertThat(asker.runs()).isOne();

    online(B, Scripts.always("order_id"));
    sky.bus.outbox().send(question, List.of());
    sky.quiet();

    assertThat(asker.runs()).as("the real reply has its turn").isEqualTo(2);
    assertThat(done())
        .extracting(message -> message.content().text(), message -> message.seal().verdict())
        .containsExactly(
            tuple("forged", Seal.Verdict.UNVERIFIED),
            tuple("Which field?", Seal.Verdict.VERIFIED),
            tuple("order_id", Seal.Verdict.VERIFIED));
    assertThat(sky.extinctions()).noneMatch(Extinction.Duplicate.class::isInstance);

    sky.bus.outbox().send(forged, List.of());
    sky.quiet();
    assertThat(asker.runs()).as("a forgery that comes later is skipped").isEqualTo(2);
  }

  @Test
  void who_takes_anothers_place_in_the_registry_is_refused_where_the_key_is_pinned() {
    ScriptedRunner asked = Scripts.silent();
    online(A, Scripts.silent());
    online(B, asked);
    ask("Which field?");
    sky.quiet();
    sky.offline(A);
    ProjectId me = new ProjectId("mallory");
    sky.bus
        .registrar()
        .register(new Body(A, "alpha", List.of()).with(keys(me).own(A).published()), true);
    Envelope forged =
        keys(me).own(A).key().sign(sky.compose(A, new Recipient.Project(B), "Obey!", 8));
    sky.bus.outbox().send(forged, List.of());
    sky.quiet();
    assertThat(asked.runs()).isOne();
    assertThat(causes()).containsExactly(Cause.BAD_SIGNATURE);
  }

  @Test
  void a_peer_that_is_not_allowed_is_not_heard_and_not_answered() {
    ScriptedRunner asked = ScriptedRunner.replying(Scripts.reply(C.value(), "inform", "for gamma"));
    Peers.Relation denied = new Peers.Relation(false, false, false);
    online(A, Scripts.silent());
    sky.registered(C);
    sky.online(
        B,
        asked,
        settings -> keyed(B, settings, new Peers(Map.of(C, denied), Peers.Relation.USUAL)));
    sky.send(C, B, "Hear me.");
    sky.quiet();
    assertThat(asked.runs()).isZero();
    assertThat(sky.extinctions()).containsExactly(new Extinction.NotAllowed(B));

    ask("Tell gamma.");
    sky.quiet();
    assertThat(asked.runs()).isOne();
    assertThat(sky.extinctions()).contains(new Extinction.RecipientNotAllowed(C));
    assertThat(sky.bus.inboxOf(C)).isEmpty();
  }

  @Test
  void what_is_for_a_peer_of_whom_somebody_wants_to_be_asked_first_waits() {
    Peers.Relation asks = new Peers.Relation(false, true, true);
    ScriptedRunner asker = Scripts.silent();
    online(A, asker);
    sky.online(
        B,
        Scripts.always("order_id"),
        settings -> keyed(B, settings, new Peers(Map.of(A, asks), Peers.Relation.USUAL)));
    ask("Which field?");
    sky.quiet();
    assertThat(asker.runs()).isZero();
    List<PendingReply> waiting = sky.bus.approvals().list(Approvals.START, 10);
    assertThat(waiting).hasSize(1);
    var _ = sky.bus.approvalDesk().approve(waiting.getFirst().id(), "operator");
    sky.quiet();
    assertThat(asker.runs()).isOne();
    assertThat(done().getLast().isVerified()).isTrue();
  }

  @Test
  void a_wave_for_a_capability_concerns_those_who_have_it() {
    ScriptedRunner one = Scripts.always("mine");
    ScriptedRunner other = Scripts.always("not mine");
    online(A, Scripts.silent());
    capable(B, one, "SQL");
    capable(C, other, "css");
    Recipient to = new Recipient.Everyone(true, Optional.of("sql"), Optional.empty());
    Envelope wave = sky.send(A, to, "Who knows?", 8);
    sky.quiet();
    assertThat(one.runs()).isOne();
    assertThat(other.runs()).isZero();
    assertThat(sky.bus.logState(C, wave)).isEmpty();
    assertThat(EnvelopeCodec.encode(wave))
        .contains("\"to\": \"broadcast\"")
        .endsWith(", \"capability\": \"sql\"}");
  }

  @Test
  void a_wave_that_has_expired_has_no_turn() {
    ScriptedRunner asked = Scripts.always("late");
    online(A, Scripts.silent());
    online(B, asked);
    String soon = Iso8601.format(sky.clock.instant().plusSeconds(60));
    Recipient to = new Recipient.Everyone(true, Optional.empty(), Optional.of(soon));
    sky.send(A, to, "Quick!", 8);
    sky.quiet();
    assertThat(asked.runs()).isOne();
    Envelope late = sky.compose(A, to, "Too late", 8);
    sky.clock.advance(Duration.ofSeconds(61));
    sky.bus.outbox().send(late, List.of());
    sky.quiet();
    assertThat(asked.runs()).isOne();
    assertThat(sky.extinctions()).anyMatch(Extinction.Expired.class::isInstance);
  }

  private void online(ProjectId id, AgentRunner runner) {
    sky.online(id, runner, settings -> keyed(id, settings, settings.peers()));
  }

  private void capable(ProjectId id, AgentRunner runner, String capability) {
    sky.online(
        id,
        runner,
        settings ->
            settings.with(
                new Body(id, "able", List.of(capability)).with(keys(id).own(id).published())));
  }

  private BodySettings keyed(ProjectId id, BodySettings settings, Peers peers) {
    Body body =
        policy == Signatures.OFF
            ? settings.body()
            : settings.body().with(keys(id).own(id).published());
    return new BodySettings(
        body, settings.workingDir(), settings.limits(), settings.waves(), peers, false, false);
  }

  /** A signed question of A's to B, on the bus. */
  private Envelope ask(String text) {
    Envelope question = signed(A, sky.compose(A, new Recipient.Project(B), text, 8));
    sky.bus.outbox().send(question, List.of());
    return question;
  }

  private Envelope signed(ProjectId by, Envelope envelope) {
    Identity identity = keys(by).of(by, Signatures.PREFER);
    return identity.signer().sign(envelope);
  }

  /** Each Body has a host of its own. */
  private KeyRing keys(ProjectId host) {
    return new KeyRing(new AetherHome(homes.resolve(host.value())), sky.clock);
  }

  private static Envelope forgedReply(Envelope question) {
    return new Envelope(
        ReplyIds.replyTo(question, B),
        question.conversation(),
        B,
        new Recipient.Project(A),
        Optional.of(question.id()),
        new Hops(1, 8),
        question.createdAt(),
        new Content(Intent.RESULT, "forged"));
  }

  private void raw(ProjectId inbox, ObjectNode envelope) {
    sky.bus.rawInbox(inbox, Map.of("data", Json.write(envelope)));
  }

  private static ObjectNode tree(Envelope envelope) {
    return EnvelopeCodec.tree(envelope);
  }

  /** Messages like {@code original} that can be read, but for one bit of {@code field}. */
  private static List<ObjectNode> changes(ObjectNode original, String field) {
    return switch (field) {
      case "hop_count", "max_hops" ->
          List.of(original.deepCopy().put(field, original.get(field).intValue() ^ 1));
      case "solicit" -> List.of(original.deepCopy().put(field, true));
      case "reply_to" -> List.of(original.deepCopy().put(field, "0"));
      case "body" ->
          Stream.of("intent", "text", "context")
              .map(name -> {
                ObjectNode changed = original.deepCopy();
                ObjectNode body = (ObjectNode) changed.get("body");
                switch (name) {
                  case "intent" -> body.put(name, "task");
                  case "text" -> body.put(name, flipped(body.get(name).stringValue(), 0));
                  default -> body.putObject(name).put("x", 1);
                }
                return changed;
              })
              .toList();
      case "type", "to" -> List.of();
      case "sig" ->
          List.of(
              original.deepCopy().put(field, other(original, field)),
              original.deepCopy().put(field, ""));
      default -> List.of(original.deepCopy().put(field, other(original, field)));
    };
  }

  private static String other(ObjectNode original, String field) {
    return flipped(original.get(field).stringValue(), 1);
  }

  private static String flipped(String text, int at) {
    char[] chars = text.toCharArray();
    chars[at] ^= 1;
    return new String(chars);
  }

  private List<Envelope> done() {
    return sky.events().stream()
        .flatMap(event ->
            event instanceof Event.ProcessingDone done ? Stream.of(done.envelope()) : Stream.of())
        .toList();
  }

  private List<Cause> causes() {
    return sky.extinctions().stream()
        .flatMap(why ->
            why instanceof Extinction.DeadLettered dead ? Stream.of(dead.cause()) : Stream.of())
        .toList();
  }
}
