package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Envelope;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A secret in what an agent says never reaches the bus: no message, event or log holds it. */
class ReplyBlockedTest {
  /** Put together here so that it stands nowhere as a whole. */
  private static final String SECRET = "gh" + "p_" + "NotARealTokenNotARealTokenNotAReal01";

  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);
  private final Sky sky = new Sky(clock, new MemorySkyBus(memory));

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void a_reply_with_a_secret_is_not_sent_and_the_conversation_ends() {
    sky.online(A, Scripts.silent());
    sky.online(B, Scripts.always("The token is " + SECRET));
    Envelope question = sky.send(A, B, "What is the token?");
    sky.quiet();
    assertThat(sky.story())
        .containsExactly(
            "message alpha→beta hop 0", "start beta", "done beta", "extinct reply_blocked");
    assertThat(sky.extinctions())
        .containsExactly(new Extinction.ReplyBlocked(A, "GitHub token in text"));
    assertThat(sky.extinctions().getFirst().ends()).isTrue();
    assertNothingTold(question);
  }

  @Test
  void a_secret_in_a_summary_or_a_recipient_is_not_told_either() {
    sky.online(
        B,
        ScriptedRunner.replying(
            "{\"reply_needed\": false, \"summary\": \"saw " + SECRET + " there\"}"));
    Envelope first = sky.send(A, B, "Look.");
    sky.quiet();
    assertNothingTold(first);
    sky.offline(B);
    sky.online(B, ScriptedRunner.replying(Scripts.reply(SECRET, "result", "The 3rd one.")));
    Envelope second = sky.send(A, B, "Look again.");
    sky.quiet();
    assertThat(sky.extinctions())
        .containsExactly(
            new Extinction.ReplyBlocked(A, "GitHub token in summary"),
            new Extinction.ReplyBlocked(A, "GitHub token in to"));
    assertNothingTold(second);
  }

  @Test
  void a_secret_in_an_error_a_tool_or_verbatim_text_is_not_told() {
    sky.online(
        B,
        run -> {
          run.watcher().accept(new Milestone.ToolUse(SECRET));
          run.watcher().accept(new Milestone.Text("half of it: " + SECRET.substring(0, 20)));
          run.watcher().accept(new Milestone.Text(SECRET.substring(20)));
          run.watcher().accept(new Milestone.Text("and " + SECRET));
          return new RunResult.Failed("claude failed: " + SECRET, Optional.empty());
        },
        settings ->
            new BodySettings(
                settings.body(),
                settings.workingDir(),
                settings.limits(),
                settings.waves(),
                settings.reviewers(),
                true));
    Envelope question = sky.send(A, B, "What is the token?");
    sky.quiet();
    assertThat(sky.extinctions())
        .singleElement()
        .isInstanceOfSatisfying(
            Extinction.DeadLettered.class,
            dead -> assertThat(dead.error()).isEqualTo("(withheld: GitHub token in error)"));
    assertNothingTold(question);
  }

  private void assertNothingTold(Envelope question) {
    List<String> told = sky.events().stream().map(EventCodec::encode).toList();
    assertThat(told).noneMatch(event -> event.contains(SECRET));
    Lease.Owner reader = new Lease.Owner("reader", "test-host", 1, clock.instant());
    Optional<LogEntry> log = memory.processingLog(B, reader).look(question, clock.instant()).log();
    assertThat(log.flatMap(LogEntry::claudeResult).orElse("")).doesNotContain(SECRET);
  }
}
