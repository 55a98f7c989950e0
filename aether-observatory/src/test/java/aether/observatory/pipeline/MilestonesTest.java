package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Event;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.observatory.outbound.Outbound;
import aether.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What the telescope sees of a turn, and how often. */
class MilestonesTest {
  private static final TurnUsage IN_VAIN =
      new TurnUsage(
          Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());

  private static final ConversationId CONVERSATION = new ConversationId("c");

  private final HandClock clock = new HandClock();

  @Property(tries = 50)
  void no_second_of_a_turn_shows_more_than_ten_events(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 400) Integer> pauses) {
    Milestones milestones = milestones(true);
    List<Event> shown = new ArrayList<>();
    milestones.show(CONVERSATION, new Milestone.TurnStart());
    for (int pause : pauses) {
      clock.advance(Duration.ofMillis(pause / 4));
      Milestone next =
          pause % 2 == 0 ? new Milestone.ToolUse("Read") : new Milestone.Text("word " + pause);
      milestones.show(CONVERSATION, next);
      if (pause % 3 == 0) {
        shown.addAll(milestones.take());
      }
    }
    milestones.show(CONVERSATION, new Milestone.TurnDone("success"));
    milestones.show(CONVERSATION, new Milestone.TurnFailed(IN_VAIN));
    shown.addAll(milestones.take());
    for (Event event : shown) {
      assertThat(shown.stream().filter(other -> isWithinASecond(event.at(), other.at())))
          .hasSizeLessThanOrEqualTo(10);
    }
  }

  @Test
  void a_flood_becomes_a_few_events_and_the_latest_is_among_them() {
    Milestones milestones = milestones(false);
    for (int i = 0; i < 1_000; i++) {
      milestones.show(CONVERSATION, new Milestone.ToolUse("Tool" + i));
    }
    assertThat(shown(milestones)).hasSize(5).endsWith(new Milestone.ToolUse("Tool4"));
    assertThat(shown(milestones)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(shown(milestones)).containsExactly(new Milestone.ToolUse("Tool999"));
  }

  @Test
  void texts_that_come_together_are_shown_together_and_only_if_asked_for() {
    Milestones verbatim = milestones(true);
    for (int i = 0; i < 8; i++) {
      verbatim.show(CONVERSATION, new Milestone.Text("line " + i));
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(shown(verbatim))
        .hasSize(6)
        .endsWith(new Milestone.Text("line 4"), new Milestone.Text("line 5\nline 6\nline 7"));
    Milestones usual = milestones(false);
    usual.show(CONVERSATION, new Milestone.Text("line"));
    assertThat(shown(usual)).isEmpty();
  }

  @Test
  void the_end_of_a_turn_comes_at_once_and_last() {
    Milestones milestones = milestones(false);
    milestones.show(CONVERSATION, new Milestone.TurnStart());
    for (int i = 0; i < 20; i++) {
      milestones.show(CONVERSATION, new Milestone.ToolUse("Tool" + i));
    }
    milestones.show(CONVERSATION, new Milestone.TurnDone("success"));
    clock.advance(Duration.ofSeconds(9));
    assertThat(shown(milestones))
        .startsWith(new Milestone.TurnStart())
        .endsWith(new Milestone.TurnDone("success"))
        .hasSize(6);
  }

  private Milestones milestones(boolean verbatim) {
    return new Milestones(new ProjectId("beta"), verbatim, Outbound.plain(), clock);
  }

  private static boolean isWithinASecond(Instant start, Instant at) {
    return !at.isBefore(start) && at.isBefore(start.plusSeconds(1));
  }

  private static List<Milestone> shown(Milestones milestones) {
    return milestones.take().stream()
        .map(Event.Progress.class::cast)
        .map(Event.Progress::milestone)
        .toList();
  }
}
