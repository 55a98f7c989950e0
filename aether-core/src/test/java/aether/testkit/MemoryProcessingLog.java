package aether.testkit;

import aether.bus.ControlState;
import aether.bus.write.Entry;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.LogEntry.State;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Standing;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.LogKey;
import aether.testkit.MemoryState.RateKey;
import aether.testkit.MemoryStream.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The processing log of one Body in memory, written by one owner. */
final class MemoryProcessingLog implements ProcessingLog {
  private final Memory memory;
  private final ProjectId id;
  private final Lease.Owner owner;

  MemoryProcessingLog(Memory memory, ProjectId id, Lease.Owner owner) {
    this.memory = memory;
    this.id = id;
    this.owner = owner;
  }

  @Override
  public Standing look(Envelope envelope, Instant now) {
    return memory.run(
        "look",
        state ->
            new Standing(
                state.control(envelope.conversation(), id),
                state.isKilled(id),
                state.body(id).seen(LogKey.of(envelope), state.now()),
                Optional.ofNullable(state.body(id).sessions.get(envelope.conversation())),
                state.rates.getOrDefault(RateKey.of(envelope, now), 0L)));
  }

  @Override
  public long reserve(Reservation reservation, Instant now) {
    return memory.run(
        "reserve",
        state -> {
          MemoryBody body = state.body(id);
          body.fence(owner);
          LogKey key = LogKey.of(reservation.envelope());
          body.log(key, received(reservation, body.log(key, state.now())), state.now());
          state.append(reservation.events());
          reservation.note().ifPresent(body.notes::add);
          if (!reservation.countRate()) {
            return 0L;
          }
          RateKey rate = RateKey.of(reservation.envelope(), now);
          body.counted.put(key, rate);
          return state.rates.merge(rate, 1L, Long::sum);
        });
  }

  @Override
  public List<String> notes() {
    return memory.run("notes", state -> List.copyOf(state.body(id).notes));
  }

  private static LogEntry received(Reservation reservation, Optional<LogEntry> before) {
    return new LogEntry(
        State.RECEIVED,
        reservation.attempt(),
        before.flatMap(LogEntry::claudeResult),
        before.flatMap(LogEntry::sessionId),
        Optional.of(reservation.entry().id()),
        Optional.of(reservation.envelope().from().value()));
  }

  @Override
  public void release(Reservation reservation) {
    memory.run(
        "release",
        state -> {
          MemoryBody body = state.body(id);
          body.fence(owner);
          LogKey key = LogKey.of(reservation.envelope());
          Optional.ofNullable(body.counted.remove(key))
              .ifPresent(rate -> state.rates.merge(rate, -1L, Long::sum));
          if (reservation.attempt() <= 1) {
            body.forgetLog(key);
          } else {
            body.log(key, state.now())
                .ifPresent(l -> body.log(key, with(l, reservation.attempt() - 1), state.now()));
          }
          return body;
        });
  }

  private static LogEntry with(LogEntry log, int attempts) {
    return new LogEntry(
        log.state(), attempts, log.claudeResult(), log.sessionId(), log.entry(), log.sender());
  }

  @Override
  public void record(Envelope envelope, String claudeResult, String sessionId) {
    memory.run(
        "record",
        state -> {
          MemoryBody body = state.body(id);
          body.fence(owner);
          LogKey key = LogKey.of(envelope);
          Optional<LogEntry> before = body.log(key, state.now());
          body.log(
              key,
              new LogEntry(
                  State.CLAUDE_DONE,
                  before.map(LogEntry::attempts).orElse(1),
                  Optional.of(claudeResult),
                  Optional.of(sessionId),
                  before.flatMap(LogEntry::entry),
                  Optional.of(envelope.from().value())),
              state.now());
          return body;
        });
  }

  @Override
  public Settled settle(Settlement settlement) {
    return memory.run("settle", state -> settle(state, settlement));
  }

  private Settled settle(MemoryState state, Settlement settlement) {
    MemoryBody body = state.body(id);
    body.fence(owner);
    if (body.settled.contains(settlement.entry())) {
      settlement.waveCursor().map(Position::parse).ifPresent(to -> moveCursor(body, to));
      return new Settled.Done();
    }
    if (settlement.reply().isPresent()) {
      Envelope reply = settlement.reply().get();
      ControlState control = state.control(reply.conversation(), id);
      if (control != ControlState.ACTIVE || state.isKilled(id)) {
        return new Settled.Overruled(control, state.isKilled(id));
      }
      if (settlement.isSubmitted()) {
        state.approvals.add(reply, state.now());
      } else if (state.asksFirst(reply.conversation(), id)) {
        return new Settled.Unapproved();
      } else {
        state.put(reply, BusHistory.Source.REPLIED);
      }
    }
    state.append(settlement.events());
    settlement.message().ifPresent(message -> close(state, settlement, message));
    settlement
        .deadLetter()
        .ifPresent(
            letter -> body.dead.add(new InMemoryBus.Dead(settlement.entry(), letter), state.now()));
    settlement.waveCursor().map(Position::parse).ifPresent(to -> moveCursor(body, to));
    if (settlement.entry().origin() == Entry.Origin.INBOX) {
      body.remove(settlement.entry());
    }
    body.settled.add(settlement.entry());
    state.history.settled(id, settlement);
    return new Settled.Done();
  }

  private void close(MemoryState state, Settlement settlement, Envelope message) {
    MemoryBody body = state.body(id);
    LogKey key = LogKey.of(message);
    body.counted.remove(key);
    switch (settlement.session()) {
      case Settlement.SessionChange.Keep _ -> {}
      case Settlement.SessionChange.Remember remember ->
          body.sessions.put(message.conversation(), remember.sessionId());
      case Settlement.SessionChange.Forget _ -> body.sessions.remove(message.conversation());
    }
    Optional<LogEntry> before = body.log(key, state.now());
    if (before.map(LogEntry::state).filter(State.ACKED::equals).isPresent()) {
      return;
    }
    body.log(
        key,
        new LogEntry(
            State.ACKED,
            settlement.attempts(),
            settlement.claudeResult().or(() -> before.flatMap(LogEntry::claudeResult)),
            settlement.session() instanceof Settlement.SessionChange.Remember(String sessionId)
                ? Optional.of(sessionId)
                : before.flatMap(LogEntry::sessionId),
            Optional.of(settlement.entry().id()),
            Optional.of(message.from().value())),
        state.now());
  }

  private static void moveCursor(MemoryBody body, Position to) {
    if (body.cursor.filter(at -> at.compareTo(to) >= 0).isEmpty()) {
      body.cursor = Optional.of(to);
    }
  }
}
