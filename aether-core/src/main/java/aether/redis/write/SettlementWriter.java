package aether.redis.write;

import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each settlement of one Body once, whatever becomes of the reply of Redis. Safe for use by
 * several threads, one for each settlement.
 */
final class SettlementWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettlementWriter.class);

  private final ProjectId id;
  private final Link link;
  private final FencedWriter writer;
  private final HalfSettled half;
  private final History history;
  private final InstantSource clock;
  private final Recent submitted = new Recent();
  private final SessionsKept sessions = new SessionsKept();

  SettlementWriter(
      ProjectId id, Link link, FencedWriter writer, History history, InstantSource clock) {
    this.id = id;
    this.link = link;
    this.writer = writer;
    this.half = new HalfSettled(id, writer);
    this.history = history;
    this.clock = clock;
  }

  /**
   * Writes {@code settlement}, unless it is written already.
   *
   * @param open the log it is noted in; none when that has come to its end, which stays as it is
   *     whatever else is settled under it
   * @param startedHere whether its run began here, so that nobody else has settled it
   * @throws aether.bus.BusException.Unavailable when all or a part of it is still to be written;
   *     the next call with the same entry goes on
   */
  Settled settle(
      Settlement settlement, SettlementTrace trace, Optional<String> open, boolean startedHere) {
    String place = SettlementCalls.place(settlement.entry());
    boolean again = submitted.contains(place);
    submitted.add(place);
    Instant now = clock.instant();
    Settled settled =
        !again && !startedHere && trace.isWritten(link)
            ? new Settled.Done()
            : write(settlement, trace, open, again, now);
    if (settled instanceof Settled.Done) {
      sessions.settled(settlement.session(), now);
    }
    return settled;
  }

  @Override
  public void close() {
    if (half.size() > 0) {
      LOG.atError()
          .addKeyValue("body", id)
          .log("{} settled messages end here without a part of what is told of them", half.size());
    }
  }

  /** Writes all of it, and what Redis has refused of it when it was written in part. */
  private Settled write(
      Settlement settlement,
      SettlementTrace trace,
      Optional<String> open,
      boolean again,
      Instant now) {
    String place = SettlementCalls.place(settlement.entry());
    if (!half.contains(place)) {
      if (settlement.deadLetter().isPresent()) {
        Streams.requireOpen(link, Keys.dead(id));
      }
      if (settlement.isSubmitted()) {
        Streams.requireOpen(link, Keys.APPROVALS);
      }
      List<Part> parts = SettlementCalls.of(id, settlement, open, now, sessions.isDue(now));
      try {
        return writer.write(transaction(settlement, trace, parts, again));
      } catch (HalfWritten e) {
        LOG.atError()
            .addKeyValue("body", id)
            .addKeyValue("entry", settlement.entry().id())
            .log("settled in part: {}", e.first().getMessage());
        String entry = settlement.entry().id();
        half.add(place, Remainder.of(parts, e, id, entry, settlement.attempts(), now));
      }
    }
    half.finish(place);
    return new Settled.Done();
  }

  /**
   * @param again whether it was submitted before, so that nobody knows whether it is written
   */
  private Transaction<Settled> transaction(
      Settlement settlement, SettlementTrace trace, List<Part> parts, boolean again) {
    Optional<Guard> guard = settlement.reply().map(reply -> new Guard(reply.conversation(), id));
    return new Transaction<>(
        parts.stream().map(Part::step).toList(),
        replies -> settled(parts, replies),
        guard.map(Guard::keys).orElse(Set.of()),
        values ->
            guard.flatMap(each ->
                settlement.isSubmitted() ? each.overruled(values) : each.unapproved(values)),
        redis -> already(redis, trace, parts),
        again);
  }

  private Settled settled(List<Part> parts, List<Object> replies) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.Mirrored) {
        history.wrote(String.valueOf(replies.get(i)));
      }
    }
    return new Settled.Done();
  }

  private static Optional<Settled> already(
      Exchange redis, SettlementTrace trace, List<Part> parts) {
    if (!trace.isWritten(redis)) {
      return Optional.empty();
    }
    trace
        .lostReply(redis)
        .ifPresent(why -> {
          int reply = parts.stream().map(Part::getClass).toList().indexOf(Part.Sent.class);
          throw HalfWritten.but(reply, parts.size(), why);
        });
    return Optional.of(new Settled.Done());
  }
}
