package aether.testkit;

import aether.bus.write.Settlement;
import aether.event.Event;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that ever happened on a bus in memory, for audits: unlike the bus it forgets nothing,
 * neither what was settled nor what a flush has lost.
 *
 * @param epoch how many times the bus was flushed
 * @param added every stream entry, in the order in which it was put there
 * @param settled every settlement that was written, in order
 * @param events every event, in order
 * @param opened every broadcast cursor that was created
 */
public record BusHistory(
    int epoch,
    List<Added> added,
    List<Settled> settled,
    List<Written> events,
    List<Opened> opened) {

  /** Who put an entry in a stream. */
  public enum Source {
    /** A client or the operator, with its event. */
    SENT,
    /** A turn, as its reply. */
    REPLIED,
    /** The Body itself, out of the list that a peer had left, with its event. */
    HELD,
    /** Somebody past all ports, or a peer that has written the event elsewhere. */
    RAW
  }

  /**
   * An entry of a stream.
   *
   * @param inbox whose inbox; empty for the broadcast
   * @param id never given twice in one stream while the clock moves on at each flush
   */
  public record Added(
      int epoch, Source source, Optional<ProjectId> inbox, String id, Map<String, String> fields) {
    /** The message, if it is one. */
    public Optional<Envelope> envelope() {
      return EnvelopeCodec.decode(fields.getOrDefault("data", ""))
              instanceof Decoded.Valid(Envelope envelope)
          ? Optional.of(envelope)
          : Optional.empty();
    }
  }

  /** A settlement that was written. */
  public record Settled(int epoch, ProjectId by, Settlement settlement) {}

  /** An event that was written. */
  public record Written(int epoch, Event event) {}

  /** The broadcast cursor of a Body that had none: waves after {@code position} are for it. */
  public record Opened(int epoch, ProjectId by, String position) {}
}
