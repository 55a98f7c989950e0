package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.event.Event;
import aether.message.ProjectId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the bus that a run is about to start, and takes it back when none did. That a message is
 * worked on is told once. Safe for several threads.
 */
final class Bookings {
  private static final Logger LOG = LoggerFactory.getLogger(Bookings.class);

  private final ProcessingLog log;
  private final ProjectId me;
  private final InstantSource clock;

  /** The entries whose start was told and whose log was taken back since. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Bookings(ProcessingLog log, ProjectId me, InstantSource clock) {
    this.log = log;
    this.me = me;
    this.clock = clock;
  }

  /** What the {@code attempt}th run for {@code task} is to be told of. */
  Reservation reservation(Agent.Task task, int attempt, Budget.Answer.Reserved purse) {
    boolean first = task.attemptsBefore() == 0 && attempt == 1;
    return new Reservation(
        task.envelope(),
        task.entry(),
        attempt,
        first && task.countsAgainstRate(),
        first && !told.contains(place(task.entry()))
            ? List.of(new Event.ProcessingStarted(task.envelope(), me, clock.instant()))
            : List.of(),
        Optional.of(purse.note()));
  }

  /** Writes it, and says how many messages of its conversation this minute has seen. */
  long reserve(Reservation reservation) {
    long seen = log.reserve(reservation, clock.instant());
    told.remove(place(reservation.entry()));
    return seen;
  }

  void release(Reservation reservation) {
    log.release(reservation);
    if (reservation.attempt() == 1) {
      told.add(place(reservation.entry()));
    }
  }

  private static String place(Entry entry) {
    return entry.origin() + " " + entry.id();
  }

  /**
   * The daemon ends and took the run with it: that is no failure of the message, so it is not
   * counted as an attempt. What was set aside for it stays spent, and bounds how often that can be.
   */
  void handBack(Reservation reservation) {
    boolean interrupted = Thread.interrupted();
    try {
      log.release(reservation);
    } catch (BusException | ProcessingLog.Fenced e) {
      LOG.warn("a run that was ended stays counted: {}", e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
