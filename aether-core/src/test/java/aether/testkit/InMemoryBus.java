package aether.testkit;

import aether.bus.Approvals;
import aether.bus.AuditTrail;
import aether.bus.Body;
import aether.bus.Control;
import aether.bus.ControlState;
import aether.bus.DeadLetters;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.bus.write.DeadLetterOffice;
import aether.bus.write.Entry;
import aether.bus.write.Handouts;
import aether.bus.write.Heartbeat;
import aether.bus.write.Inbox;
import aether.bus.write.Journal;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.Outbox;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Registrar;
import aether.bus.write.Settlement;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.Until;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A whole bus in memory, with the semantics of the one on Redis: every write is one step under one
 * lock, everything that expires does so by the given clock, and waiting reads wait in real time.
 *
 * <p>A crash is a hook that throws: {@link #beforeCommand} strikes before anything was written,
 * {@link #afterCommand} after all of it was. Commands bear the names of the ports' methods; a lease
 * given up is {@code relinquish}. Safe for use by many threads.
 */
public final class InMemoryBus implements EventLog, Directory, Liveness, Control {
  private final Memory memory;

  public InMemoryBus(InstantSource clock) {
    memory = new Memory(clock);
  }

  /** An entry that could not be processed, and why. */
  public record Dead(Entry entry, Settlement.DeadLetter letter) {}

  public Outbox outbox() {
    return (envelope, alongside) ->
        memory.run(
            "send",
            state -> {
              state.put(envelope, BusHistory.Source.SENT);
              state.append(List.of(new Event.MessageSent(envelope, state.now())));
              state.append(alongside);
              return state;
            });
  }

  public Journal journal() {
    return events ->
        memory.run(
            "append",
            state -> {
              state.append(events);
              return state;
            });
  }

  public Registrar registrar() {
    return new MemoryRegistrar(memory);
  }

  public ControlSwitch controlSwitch() {
    return new MemoryControlSwitch(memory);
  }

  public DeadLetters deadLetters() {
    return new MemoryDeadLetters(memory);
  }

  public DeadLetterOffice deadLetterOffice() {
    return new MemoryDeadLetterOffice(memory);
  }

  public Handouts handouts() {
    return new MemoryHandouts(memory);
  }

  public AuditTrail auditTrail() {
    return new MemoryAuditTrail(memory);
  }

  public Approvals approvals() {
    return new MemoryApprovals(memory);
  }

  public ApprovalDesk approvalDesk() {
    return new MemoryApprovalDesk(memory);
  }

  public Heartbeat heartbeat(ProjectId id, Duration ttl) {
    return new MemoryHeartbeat(memory, id, ttl);
  }

  public Lease lease(ProjectId id, Duration ttl) {
    return new MemoryLease(memory, id, ttl);
  }

  public Inbox inbox(ProjectId id) {
    return new MemoryInbox(memory, id);
  }

  public ProcessingLog processingLog(ProjectId id, Lease.Owner owner) {
    return new MemoryProcessingLog(memory, id, owner);
  }

  @Override
  public List<Recorded> latest(int count) {
    return memory.run("latest", state -> recorded(state.events.latest(count)));
  }

  @Override
  public List<Recorded> after(String position, int count) {
    Position from = Position.parse(position);
    return memory.run("after", state -> recorded(state.events.after(from, count)));
  }

  @Override
  public List<Recorded> await(String position, int count, Duration patience) {
    Position from = Position.parse(position);
    return memory.await("await", patience, state -> recorded(state.events.after(from, count)));
  }

  @Override
  public String end() {
    return memory.run("end", state -> state.events.last().toString());
  }

  @Override
  public Map<ProjectId, Body> bodies() {
    return memory.run("bodies", state -> new TreeMap<>(state.registry));
  }

  @Override
  public Optional<Body> find(ProjectId id) {
    return memory.run("find", state -> Optional.ofNullable(state.registry.get(id)));
  }

  @Override
  public Map<ProjectId, Presence> presence(Collection<ProjectId> ids) {
    return memory.run(
        "presence",
        state -> {
          Map<ProjectId, Presence> found = new HashMap<>();
          ids.forEach(id -> found.put(id, presence(state, id)));
          return found;
        });
  }

  @Override
  public long queued(ProjectId id) {
    return memory.run("queued", state -> (long) state.body(id).inbox.size());
  }

  @Override
  public Map<ProjectId, Long> queues(Collection<ProjectId> ids) {
    return ids.stream()
        .filter(ProjectId::isSafe)
        .distinct()
        .collect(Collectors.toMap(id -> id, this::queued));
  }

  @Override
  public Map<ConversationId, ControlState> conversations(Collection<ConversationId> asked) {
    return memory.run(
        "conversations",
        state -> {
          Map<ConversationId, ControlState> found = new HashMap<>();
          asked.forEach(conversation -> found.put(conversation, state.control(conversation)));
          return found;
        });
  }

  @Override
  public boolean isKilled(ProjectId project) {
    return memory.run("isKilled", state -> state.isKilled(project));
  }

  @Override
  public boolean isPaused(ProjectId project) {
    return memory.run("isPaused", state -> state.paused.contains(project));
  }

  @Override
  public Set<ConversationId> askingFirst(Collection<ConversationId> asked) {
    return memory.run(
        "askingFirst",
        state -> asked.stream().filter(state.asking::contains).collect(Collectors.toSet()));
  }

  @Override
  public boolean asksFirst(ProjectId project) {
    return memory.run("asksFirst", state -> state.askingBodies.contains(project));
  }

  /** Every event so far, in order. */
  public List<Event> events() {
    return memory.quietly(state ->
        state.events.after(Position.START, Integer.MAX_VALUE).stream().map(Placed::value).toList());
  }

  /** The messages in a Body's inbox, settled ones excepted; what is no envelope is left out. */
  public List<Envelope> inboxOf(ProjectId id) {
    return memory.quietly(
        state -> envelopes(state.body(id).inbox.after(Position.START, Integer.MAX_VALUE)));
  }

  /** The waves so far. */
  public List<Envelope> waves() {
    return memory.quietly(
        state -> envelopes(state.broadcast.after(Position.START, Integer.MAX_VALUE)));
  }

  /** The waves a Body has not settled: all after its cursor. A Body that never came has none. */
  public int unreadWaves(ProjectId id) {
    return memory.quietly(state ->
        state
            .body(id)
            .cursor
            .map(from -> state.broadcast.after(from, Integer.MAX_VALUE).size())
            .orElse(0));
  }

  /** The ids of a Body's inbox entries that were never handed out, oldest first. */
  public List<String> unread(ProjectId id) {
    return memory.quietly(state -> {
      MemoryBody body = state.body(id);
      Position from = body.group.map(group -> group.delivered).orElse(Position.START);
      return body.inbox.after(from, Integer.MAX_VALUE).stream()
          .map(placed -> placed.position().toString())
          .toList();
    });
  }

  /** The ids of a Body's inbox entries that were handed out and not settled, oldest first. */
  public List<String> pending(ProjectId id) {
    return memory.quietly(state ->
        state.body(id).group.stream()
            .flatMap(group -> group.pending.stream())
            .map(Position::toString)
            .toList());
  }

  /** Everything that ever happened here, what a flush has lost included. */
  public BusHistory history() {
    return memory.quietly(state -> state.history.snapshot());
  }

  /** How many settlements were ever written. */
  public int settlements() {
    return memory.quietly(state -> state.history.settlements());
  }

  /** How many times the bus was flushed. */
  public int epoch() {
    return memory.quietly(state -> state.history.epoch());
  }

  /** What a Body remembers of a message. */
  public Optional<LogEntry.State> logState(ProjectId id, Envelope envelope) {
    return memory.quietly(state ->
        state.body(id).log(MemoryBody.LogKey.of(envelope), state.now()).map(LogEntry::state));
  }

  public List<Dead> deadLetters(ProjectId id) {
    return memory.quietly(state ->
        state.body(id).dead.after(Position.START, Integer.MAX_VALUE).stream()
            .map(Placed::value)
            .toList());
  }

  /** The runs of the agent that a Body's log counts for a message, whoever sent it. */
  public int attempts(ProjectId id, MessageId message) {
    return memory.quietly(state -> state.body(id).attempts(message));
  }

  /** The agent session that a Body keeps for a conversation. */
  public Optional<String> session(ProjectId id, ConversationId conversation) {
    return memory.quietly(state -> Optional.ofNullable(state.body(id).sessions.get(conversation)));
  }

  /** Stores an agent session unchecked, as anybody on the bus can. */
  public void rawSession(ProjectId id, ConversationId conversation, String session) {
    memory.quietly(state -> state.body(id).sessions.put(conversation, session) == null);
  }

  /** Puts an entry in an inbox as anybody on the bus can. @return its id */
  public String rawInbox(ProjectId id, Map<String, String> fields) {
    return memory.quietly(
        state -> state.toInbox(id, Map.copyOf(fields), BusHistory.Source.RAW).toString());
  }

  /** Puts an entry in the broadcast stream as anybody on the bus can. @return its id */
  public String rawBroadcast(Map<String, String> fields) {
    return memory.quietly(
        state -> state.toAll(Map.copyOf(fields), BusHistory.Source.RAW).toString());
  }

  /** Puts a reply on the bus apart from any settlement, as only a faulty daemon does. */
  public void strayReply(Envelope reply) {
    memory.run(
        "stray",
        state -> {
          state.put(reply, BusHistory.Source.REPLIED);
          state.append(List.of(new Event.MessageSent(reply, state.now())));
          return state;
        });
  }

  /** Leaves an item in {@code aether:hold:<id>}, as a Python peer does for an offline Body. */
  public void rawHold(ProjectId id, String data) {
    memory.quietly(state -> state.body(id).hold.add(data));
  }

  /** Leaves an item in {@code aether:pausehold:<id>}, as a Python peer does during a pause. */
  public void rawPauseHold(ProjectId id, String data) {
    memory.quietly(state -> state.body(id).pauseHold.add(data));
  }

  /** Loses everything, as {@code FLUSHALL} does. */
  public void flushAll() {
    memory.flush();
  }

  /** Loses the consumer group of an inbox, but none of its entries. */
  public void destroyGroup(ProjectId id) {
    memory.quietly(state -> {
      state.body(id).group = Optional.empty();
      return state;
    });
  }

  /** Calls {@code hook} with the name of each command before it does anything. */
  public void beforeCommand(Consumer<String> hook) {
    memory.before(hook);
  }

  /** Calls {@code hook} with the name of each command when all of it is done. */
  public void afterCommand(Consumer<String> hook) {
    memory.after(hook);
  }

  private static Presence presence(MemoryState state, ProjectId id) {
    if (state.isKilled(id)) {
      return new Presence.Killed();
    }
    Presence presence =
        state
            .body(id)
            .beat
            .filter(beat -> beat.holds(state.now()))
            .map(Until::value)
            .orElseGet(Presence.Offline::new);
    return state.paused.contains(id) ? presence.paused() : presence;
  }

  private static List<Recorded> recorded(List<Placed<Event>> placed) {
    return placed.stream().map(p -> new Recorded(p.position().toString(), p.value())).toList();
  }

  private static List<Envelope> envelopes(List<Placed<Map<String, String>>> placed) {
    List<Envelope> envelopes = new ArrayList<>();
    for (Placed<Map<String, String>> entry : placed) {
      String data = entry.value().getOrDefault("data", "");
      if (EnvelopeCodec.decode(data) instanceof Decoded.Valid valid) {
        envelopes.add(valid.envelope());
      }
    }
    return envelopes;
  }
}
