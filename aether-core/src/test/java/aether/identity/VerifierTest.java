package aether.identity;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.PublishedKey;
import aether.config.AetherHome;
import aether.config.Signatures;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.KeyId;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.Messages;
import aether.testkit.SequentialIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final Finding VERIFIED = new Finding.Verified();

  @TempDir Path here;
  @TempDir Path there;

  private final HandClock clock = new HandClock();
  private final Messages messages = new Messages(new SequentialIds(), clock);
  private final Map<ProjectId, PublishedKey> registered = new HashMap<>();
  private final Registry registry =
      new Registry() {
        @Override
        public Optional<PublishedKey> held(ProjectId id) {
          return now(id);
        }

        @Override
        public Optional<PublishedKey> now(ProjectId id) {
          return Optional.ofNullable(registered.get(id));
        }

        @Override
        public Optional<ProjectId> holder(KeyId key) {
          List<Body> bodies = new ArrayList<>();
          registered.forEach(
              (id, published) -> bodies.add(new Body(id, "", List.of()).with(published)));
          return Registry.holder(key, bodies);
        }
      };

  @Test
  void a_message_is_that_of_who_is_registered_and_pinned_from_then_on() {
    OwnKey key = register();
    assertThat(judge(signed(key, "backend"))).isEqualTo(VERIFIED);

    registered.clear();
    assertThat(judge(signed(key, "backend"))).isEqualTo(VERIFIED);
    assertThat(pins().of(BACKEND).pins())
        .extracting(Pin::standing)
        .containsExactly(Pin.Standing.FIRST_SIGHT);
  }

  @Test
  void another_key_in_the_registry_does_not_move_the_pinned_one() {
    OwnKey key = register();
    judge(signed(key, "backend"));
    OwnKey mallory = OwnKey.generate();
    registered.put(BACKEND, mallory.published());

    assertThat(judge(signed(mallory, "backend"))).isInstanceOf(Finding.Wrong.class);
    assertThat(judge(signed(key, "backend"))).isEqualTo(VERIFIED);
  }

  @Test
  void who_is_registered_with_another_key_has_not_signed_it() {
    register();
    assertThat(judge(signed(OwnKey.generate(), "backend"))).isInstanceOf(Finding.Wrong.class);
    assertThat(pins().all()).isEmpty();
  }

  @Test
  void an_unsigned_message_is_unsigned_and_a_key_that_nobody_knows_is_unknown() {
    assertThat(judge(messages.comet("backend", "frontend", "x"))).isEqualTo(new Finding.Unsigned());
    assertThat(judge(signed(OwnKey.generate(), "backend"))).isEqualTo(new Finding.UnknownKey());
  }

  @Test
  void who_signs_with_the_key_of_another_is_not_who_it_says() {
    assertThat(judge(signed(register(), "frontend"))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void a_key_signed_over_by_the_pinned_one_takes_its_place() {
    OwnKey first = register();
    judge(signed(first, "backend"));
    OwnKey third = first.next(BACKEND, false).next(BACKEND, false);
    registered.put(BACKEND, third.published());

    assertThat(judge(signed(third, "backend"))).isEqualTo(VERIFIED);
    assertThat(judge(signed(first, "backend"))).isEqualTo(VERIFIED);
    clock.advance(Pin.FORMER_FOR.plusSeconds(1));
    assertThat(judge(signed(first, "backend"))).isInstanceOf(Finding.Wrong.class);
    assertThat(judge(signed(third, "backend"))).isEqualTo(VERIFIED);
  }

  @Test
  void a_key_that_was_revoked_by_its_own_word_counts_no_more() {
    OwnKey first = register();
    judge(signed(first, "backend"));
    registered.put(BACKEND, first.next(BACKEND, true).published());
    assertThat(judge(signed(first, "backend"))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void a_replaced_or_revoked_key_appoints_nobody() {
    OwnKey first = register();
    judge(signed(first, "backend"));
    registered.put(BACKEND, first.next(BACKEND, false).published());
    judge(signed(first, "backend"));
    OwnKey stolen = first.next(BACKEND, false);
    registered.put(BACKEND, stolen.published());
    assertThat(judge(signed(stolen, "backend"))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void a_line_with_a_forged_proof_is_not_followed() {
    OwnKey first = register();
    judge(signed(first, "backend"));
    OwnKey mallory = OwnKey.generate();
    OwnKey elsewhere = first.next(new ProjectId("frontend"), false);
    registered.put(
        BACKEND, new PublishedKey(mallory.published().text(), elsewhere.published().line()));
    assertThat(judge(signed(mallory, "backend"))).isInstanceOf(Finding.Wrong.class);
    registered.put(BACKEND, elsewhere.published());
    assertThat(judge(signed(elsewhere, "backend"))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void a_client_is_known_by_its_registration_and_never_pinned() {
    OwnKey key = OwnKey.generate();
    registered.put(new ProjectId("consult-1"), key.published());
    assertThat(judge(signed(key, "consult-1"))).isEqualTo(VERIFIED);
    registered.put(new ProjectId("consult-1"), OwnKey.generate().published());
    assertThat(judge(signed(key, "consult-1"))).isEqualTo(new Finding.UnknownKey());
    assertThat(pins().all()).isEmpty();
  }

  @Test
  void a_session_may_use_the_key_of_its_project() {
    OwnKey key = register();
    judge(signed(key, "backend"));
    registered.clear();
    assertThat(judge(signed(key, "backend-mcp-2"))).isEqualTo(VERIFIED);
    assertThat(judge(signed(key, "frontend-mcp"))).isEqualTo(new Finding.UnknownKey());
  }

  @Test
  void the_users_own_key_is_known_on_its_host() {
    KeyRing ring = new KeyRing(new AetherHome(here), clock);
    Envelope injected = messages.comet("operator", "frontend", "x");
    Envelope signed = ring.ofClient(ProjectId.OPERATOR, Signatures.PREFER).signer().sign(injected);
    assertThat(judge(read(signed))).isEqualTo(VERIFIED);
    assertThat(judge(signed(OwnKey.generate(), "operator"))).isEqualTo(new Finding.UnknownKey());
  }

  @Test
  void a_change_by_another_process_is_noticed() {
    OwnKey key = register();
    Verifier running = new Verifier(pins(), clock);
    assertThat(running.judge(signed(key, "backend"), registry)).isEqualTo(VERIFIED);
    var _ =
        pins()
            .change(
                BACKEND,
                peer ->
                    peer.with(
                        Pin.of(key.key().publicKey(), Pin.Standing.REVOKED, clock.instant())));
    assertThat(running.judge(signed(key, "backend"), registry)).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void what_a_file_says_survives_it() {
    OwnKey key = OwnKey.generate().next(BACKEND, false).next(BACKEND, true);
    assertThat(OwnKey.parse(key.text()).orElseThrow().published()).isEqualTo(key.published());
    Acquaintance peer = Acquaintance.none(BACKEND);
    for (Pin.Standing standing : Pin.Standing.values()) {
      peer = peer.with(Pin.of(OwnKey.generate().key().publicKey(), standing, clock.instant()));
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(PinCodec.decode(BACKEND, PinCodec.encode(peer))).contains(peer);
  }

  private OwnKey register() {
    OwnKey key = new KeyRing(new AetherHome(there), clock).own(BACKEND);
    registered.put(BACKEND, key.published());
    return key;
  }

  private Finding judge(Envelope envelope) {
    return new Verifier(pins(), clock).judge(envelope, registry);
  }

  private PinFiles pins() {
    return new PinFiles(new AetherHome(here));
  }

  private Envelope signed(OwnKey key, String from) {
    return read(key.key().sign(messages.comet(from, "frontend", "x")));
  }

  /** What somebody reads who is sent {@code envelope}. */
  private static Envelope read(Envelope envelope) {
    return ((Decoded.Valid) EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).envelope();
  }
}
