package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Handouts.Claim;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Handouts} promises. */
public abstract class HandoutsContract extends BusContract {
  private static final ProjectId READER = new ProjectId("shop-mcp");

  private final ConversationId thread = new ConversationId("t1");

  @Test
  void an_answer_is_fresh_once_and_given_after_it_was_confirmed() {
    List<Envelope> answers = List.of(answer("a"));
    assertThat(bus.handouts().claim(READER, answers, "one")).containsExactly(Claim.FRESH);
    assertThat(bus.handouts().claim(READER, answers, "one")).containsExactly(Claim.MINE);
    bus.handouts().confirm(READER, answers);
    assertThat(bus.handouts().claim(READER, answers, "one")).containsExactly(Claim.GIVEN);
    assertThat(bus.handouts().claim(READER, answers, "two")).containsExactly(Claim.GIVEN);
  }

  @Test
  void what_another_claimed_and_never_gave_is_taken_over_once() {
    List<Envelope> answers = List.of(answer("a"));
    var _ = bus.handouts().claim(READER, answers, "dead");
    assertThat(bus.handouts().claim(READER, answers, "next")).containsExactly(Claim.ABANDONED);
    assertThat(bus.handouts().claim(READER, answers, "next")).containsExactly(Claim.MINE);
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
    assertThat(bus.handouts().claim(READER, List.of(mine, forged), "one"))
        .containsExactly(Claim.FRESH, Claim.GIVEN);
  }

  @Test
  void each_reader_is_given_its_own() {
    List<Envelope> answers = List.of(answer("a"));
    bus.handouts().confirm(READER, answers);
    assertThat(bus.handouts().claim(new ProjectId("other-mcp"), answers, "one"))
        .containsExactly(Claim.FRESH);
  }

  @Test
  void looking_claims_nothing() {
    Envelope answer = answer("a");
    assertThat(bus.handouts().unclaimed(READER, thread)).accepts(answer);
    assertThat(bus.handouts().claim(READER, List.of(answer), "one")).containsExactly(Claim.FRESH);
    assertThat(bus.handouts().unclaimed(READER, thread)).rejects(answer).accepts(answer("b"));
  }

  @Test
  void of_no_answers_nothing_is_claimed() {
    assertThat(bus.handouts().claim(READER, List.of(), "one")).isEmpty();
    bus.handouts().confirm(READER, List.of());
  }

  @Test
  void of_many_who_claim_at_the_same_time_one_has_it_fresh() throws Exception {
    List<Envelope> answers = List.of(answer("a"));
    List<Callable<Claim>> claims =
        IntStream.range(0, 8)
            .<Callable<Claim>>mapToObj(
                i -> () -> bus.handouts().claim(READER, answers, "c" + i).getFirst())
            .toList();
    try (var pool = Executors.newFixedThreadPool(4)) {
      assertThat(pool.invokeAll(claims).stream().map(Future::resultNow))
          .containsOnlyOnce(Claim.FRESH)
          .doesNotContain(Claim.MINE, Claim.GIVEN);
    }
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
