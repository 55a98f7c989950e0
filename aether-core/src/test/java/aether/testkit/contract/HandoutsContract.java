package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Handouts.Claim;
import aether.bus.write.Handouts.Claimant;
import aether.bus.write.Lease;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Handouts} promises. */
public abstract class HandoutsContract extends BusContract {
  private static final ProjectId READER = new ProjectId("shop-mcp");

  private static final Claimant ONE = claimant("one");
  private static final Claimant TWO = claimant("two");
  private static final Claimant DEAD = claimant("dead");

  private final ConversationId thread = new ConversationId("t1");

  @Test
  void an_answer_is_fresh_once_and_given_after_it_was_confirmed() {
    List<Envelope> answers = List.of(answer("a"));
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.FRESH);
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.MINE);
    bus.handouts().confirm(READER, answers);
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.GIVEN);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.GIVEN);
  }

  @Test
  void what_another_claimed_and_never_gave_is_taken_over_once() {
    List<Envelope> answers = List.of(answer("a"));
    var _ = bus.handouts().claim(READER, answers, DEAD);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.ABANDONED);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.MINE);
  }

  @Test
  void what_another_is_about_to_give_is_left_to_it_while_it_has_its_lease() {
    Lease lease = bus.lease(ONE.id(), Duration.ofMinutes(1));
    Lease.Owner owner = new Lease.Owner(ONE.token(), "host", 1, bus.clock().instant());
    assertThat(lease.acquire(owner)).isEmpty();
    List<Envelope> answers = List.of(answer("a"));
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.FRESH);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.HELD);
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.MINE);
    lease.release(owner);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.ABANDONED);
  }

  @Test
  void the_lease_of_another_process_keeps_no_claim_of_one_that_is_gone() {
    Lease lease = bus.lease(DEAD.id(), Duration.ofMinutes(1));
    assertThat(lease.acquire(new Lease.Owner("another", "host", 1, bus.clock().instant())))
        .isEmpty();
    List<Envelope> answers = List.of(answer("a"));
    var _ = bus.handouts().claim(READER, answers, DEAD);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.ABANDONED);
  }

  @Test
  void what_was_claimed_and_could_not_be_given_is_fresh_again() {
    List<Envelope> answers = List.of(answer("a"));
    var _ = bus.handouts().claim(READER, answers, ONE);
    bus.handouts().release(READER, answers, TWO);
    assertThat(bus.handouts().claim(READER, answers, ONE)).containsExactly(Claim.MINE);
    bus.handouts().release(READER, answers, ONE);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.FRESH);
    bus.handouts().confirm(READER, answers);
    bus.handouts().release(READER, answers, TWO);
    assertThat(bus.handouts().claim(READER, answers, TWO)).containsExactly(Claim.GIVEN);
  }

  @Test
  void the_same_id_of_another_sender_is_another_answer() {
    Envelope mine = answer("a");
    Envelope forged =
        new Envelope(
            mine.id(),
            mine.conversation(),
            new ProjectId("mallory"),
            mine.to(),
            mine.replyTo(),
            mine.hops(),
            mine.createdAt(),
            mine.content());
    bus.handouts().confirm(READER, List.of(forged));
    assertThat(bus.handouts().claim(READER, List.of(mine, forged), ONE))
        .containsExactly(Claim.FRESH, Claim.GIVEN);
  }

  @Test
  void each_reader_is_given_its_own() {
    List<Envelope> answers = List.of(answer("a"));
    bus.handouts().confirm(READER, answers);
    assertThat(bus.handouts().claim(new ProjectId("other-mcp"), answers, ONE))
        .containsExactly(Claim.FRESH);
  }

  @Test
  void looking_claims_nothing() {
    Envelope answer = answer("a");
    assertThat(bus.handouts().unclaimed(READER, thread)).accepts(answer);
    assertThat(bus.handouts().claim(READER, List.of(answer), ONE)).containsExactly(Claim.FRESH);
    assertThat(bus.handouts().unclaimed(READER, thread)).rejects(answer).accepts(answer("b"));
  }

  @Test
  void of_no_answers_nothing_is_claimed() {
    assertThat(bus.handouts().claim(READER, List.of(), ONE)).isEmpty();
    bus.handouts().confirm(READER, List.of());
  }

  @Test
  void of_many_who_claim_at_the_same_time_one_has_it_fresh() throws Exception {
    List<Envelope> answers = List.of(answer("a"));
    List<Callable<Claim>> claims =
        IntStream.range(0, 8)
            .<Callable<Claim>>mapToObj(
                i -> () -> bus.handouts().claim(READER, answers, claimant("c" + i)).getFirst())
            .toList();
    try (var pool = Executors.newFixedThreadPool(4)) {
      assertThat(pool.invokeAll(claims).stream().map(Future::resultNow))
          .containsOnlyOnce(Claim.FRESH)
          .doesNotContain(Claim.MINE, Claim.GIVEN);
    }
  }

  private static Claimant claimant(String token) {
    return new Claimant(new ProjectId("shop-mcp-" + token), token);
  }

  private Envelope answer(String id) {
    Envelope made = messages.comet("backend", READER.value(), thread, "it is order_id");
    return new Envelope(
        new MessageId(id),
        made.conversation(),
        made.from(),
        made.to(),
        made.replyTo(),
        made.hops(),
        made.createdAt(),
        made.content());
  }
}
