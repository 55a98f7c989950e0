package aether.redis.write;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.ControlText;
import aether.redis.link.Line;
import aether.redis.link.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes {@code aether:control:*} (CONTRACT §9). Every act is audited, also one without effect. */
final class RedisControlSwitch implements ControlSwitch {
  private final Line line;
  private final InstantSource clock;

  RedisControlSwitch(Line line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  @Override
  public ControlState pause(ConversationId conversation, String actor) {
    String key = Keys.control(conversation);
    return change(
        key,
        ControlState.ACTIVE,
        ControlState.PAUSED,
        List.of(r -> r.set(key, ControlText.PAUSED), audit(actor, new Action.Pause(conversation))));
  }

  @Override
  public ControlState resume(ConversationId conversation, String actor) {
    String key = Keys.control(conversation);
    return change(
        key,
        ControlState.PAUSED,
        ControlState.ACTIVE,
        List.of(r -> r.del(key), audit(actor, new Action.Resume(conversation))));
  }

  @Override
  public void terminate(ConversationId conversation, String actor) {
    String key = Keys.control(conversation);
    Event ended =
        new Event.Extinguished(
            Optional.empty(),
            Optional.of(conversation),
            new Extinction.OperatorKill(),
            clock.instant());
    write(
        List.of(
            r -> r.set(key, ControlText.KILLED),
            audit(actor, new Action.Terminate(conversation)),
            Mail.event(ended)));
  }

  @Override
  public void kill(ProjectId project, String actor) {
    String key = Keys.control(project);
    write(List.of(r -> r.set(key, "1"), audit(actor, new Action.KillProject(project))));
  }

  @Override
  public boolean revive(ProjectId project, String actor) {
    String key = Keys.control(project);
    return write(List.of(r -> r.del(key), audit(actor, new Action.ReviveProject(project))))
        .getFirst()
        .equals(1L);
  }

  /** Does all of {@code calls} when the state is {@code from}; otherwise audits alone. */
  private ControlState change(String key, ControlState from, ControlState to, List<Step> calls) {
    return line.exclusively(redis -> {
      while (true) {
        redis.post(r -> r.watch(key));
        ControlState now = ControlText.decode(redis.find(r -> r.get(key)));
        List<Step> due = now == from ? calls : calls.subList(1, calls.size());
        if (redis.transact(due).isPresent()) {
          return now == from ? to : now;
        }
      }
    });
  }

  private List<Object> write(List<Step> calls) {
    return line.exclusively(redis -> redis.transact(calls)).orElseThrow();
  }

  private Step audit(String actor, Action action) {
    return Mail.event(new Event.Operated(actor, action, clock.instant()));
  }
}
