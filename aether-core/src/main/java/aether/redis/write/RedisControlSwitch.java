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
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.Step;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes {@code aether:control:*} (CONTRACT §9). Every act is audited, also one without effect. */
final class RedisControlSwitch implements ControlSwitch {
  private static final String SET = "1";
  private static final String ONLINE = "it is online, and nobody insisted";

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
        r -> r.set(key, ControlText.PAUSED),
        deed(actor, new Action.Pause(conversation)));
  }

  @Override
  public ControlState resume(ConversationId conversation, String actor) {
    String key = Keys.control(conversation);
    return change(
        key,
        ControlState.PAUSED,
        ControlState.ACTIVE,
        r -> r.del(key),
        deed(actor, new Action.Resume(conversation)));
  }

  @Override
  public void terminate(ConversationId conversation, String actor) {
    String key = Keys.control(conversation);
    Event deed = deed(actor, new Action.Terminate(conversation));
    Event ended =
        new Event.Extinguished(
            Optional.empty(),
            Optional.of(conversation),
            new Extinction.OperatorKill(),
            clock.instant());
    var _ =
        write(
            List.of(r -> r.set(key, ControlText.KILLED), Mail.event(deed), Mail.event(ended)),
            deed);
  }

  @Override
  public void kill(ProjectId project, String actor) {
    boolean _ = set(Keys.control(project), deed(actor, new Action.KillProject(project)));
  }

  @Override
  public boolean revive(ProjectId project, String actor) {
    return clear(Keys.control(project), deed(actor, new Action.ReviveProject(project)));
  }

  @Override
  public boolean pause(ProjectId project, String actor) {
    return set(Keys.pause(project), deed(actor, new Action.PauseProject(project)));
  }

  @Override
  public boolean resume(ProjectId project, String actor) {
    return clear(Keys.pause(project), deed(actor, new Action.ResumeProject(project)));
  }

  @Override
  public boolean askFirst(ConversationId conversation, boolean on, String actor) {
    Event deed = deed(actor, new Action.AskFirst(conversation, on));
    String key = Keys.askFirst(conversation);
    return on ? set(key, deed) : clear(key, deed);
  }

  @Override
  public boolean askFirst(ProjectId project, boolean on, String actor) {
    Event deed = deed(actor, new Action.AskFirstProject(project, on));
    String key = Keys.askFirst(project);
    return on ? set(key, deed) : clear(key, deed);
  }

  @Override
  public Removal unregister(ProjectId project, boolean force, String actor) {
    return line.exclusively(redis -> {
      Optional<Removal> done = Optional.empty();
      while (done.isEmpty()) {
        done = unregistered(redis, project, force, actor);
      }
      return done.get();
    });
  }

  /** One try; empty when the Body came or went meanwhile. */
  private Optional<Removal> unregistered(
      Exchange redis, ProjectId project, boolean force, String actor) {
    String beat = Keys.heartbeat(project);
    redis.post(r -> r.watch(Keys.REGISTRY, beat));
    boolean there = redis.ask(r -> r.hexists(Keys.REGISTRY, project.value()));
    boolean refused = there && !force && redis.ask(r -> r.exists(beat)) > 0;
    Event deed =
        deed(
            actor,
            refused
                ? new Action.Refused("unregister", Optional.empty(), Optional.of(project), ONLINE)
                : new Action.Unregister(project));
    List<Step> calls = new ArrayList<>();
    if (there && !refused) {
      calls.add(r -> r.hdel(Keys.REGISTRY, project.value()));
      calls.add(r -> r.del(beat, Keys.presence(project)));
    }
    calls.add(Mail.event(deed));
    return AuditWriter.attempt(redis, calls, List.of(deed))
        .map(_ -> refused ? Removal.ONLINE : there ? Removal.REMOVED : Removal.ABSENT);
  }

  /** Does {@code call} when the state is {@code from}; otherwise audits alone. */
  private ControlState change(
      String key, ControlState from, ControlState to, Step call, Event deed) {
    return line.exclusively(redis -> {
      while (true) {
        redis.post(r -> r.watch(key));
        ControlState now = ControlText.decode(redis.find(r -> r.get(key)));
        Step told = Mail.event(deed);
        List<Step> due = now == from ? List.of(call, told) : List.of(told);
        if (AuditWriter.attempt(redis, due, List.of(deed)).isPresent()) {
          return now == from ? to : now;
        }
      }
    });
  }

  /** Makes {@code key} stand. @return whether it did not before */
  private boolean set(String key, Event deed) {
    List<Step> calls = List.of(r -> r.exists(key), r -> r.set(key, SET), Mail.event(deed));
    return write(calls, deed).getFirst().equals(0L);
  }

  /** Takes {@code key} away. @return whether it stood */
  private boolean clear(String key, Event deed) {
    return write(List.of(r -> r.del(key), Mail.event(deed)), deed).getFirst().equals(1L);
  }

  private List<Object> write(List<Step> calls, Event deed) {
    return line.exclusively(redis -> AuditWriter.transact(redis, calls, List.of(deed)));
  }

  private Event deed(String actor, Action action) {
    return new Event.Operated(actor, action, clock.instant());
  }
}
