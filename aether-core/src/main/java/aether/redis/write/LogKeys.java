package aether.redis.write;

import aether.bus.write.Entry;
import aether.bus.write.Settlement;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which key a message is logged under. Normally that of its id alone, which Python peers share; but
 * whoever forges the id of another's message must not make the true one look like a duplicate, so
 * the later sender's message is logged under a key that also names its sender, and a verified one
 * under another than one of whom nobody knows.
 */
final class LogKeys {
  private final ProjectId me;

  /** Whose message it is. */
  private record Holder(ProjectId sender, boolean verified) {
    static Holder of(Envelope envelope) {
      return new Holder(envelope.from(), envelope.isVerified());
    }
  }

  private final Map<String, Holder> holders = new ConcurrentHashMap<>();
  private final Set<String> displaced = ConcurrentHashMap.newKeySet();

  LogKeys(ProjectId me) {
    this.me = me;
  }

  /**
   * The key of {@code envelope}, claimed for its sender until it is {@linkplain #forget settled}.
   */
  String claim(Envelope envelope) {
    Holder mine = Holder.of(envelope);
    Holder holder = holders.putIfAbsent(plain(envelope), mine);
    return holder == null || holder.equals(mine) ? of(envelope) : displace(envelope);
  }

  /** Gives {@code envelope} the key that names its sender. */
  String displace(Envelope envelope) {
    String key = named(envelope);
    displaced.add(key);
    return key;
  }

  /** The key that {@code envelope} has now. */
  String of(Envelope envelope) {
    String named = named(envelope);
    return displaced.contains(named) ? named : plain(envelope);
  }

  /** Ends the claim of {@code envelope}: nothing more will be written for it. */
  void forget(Envelope envelope) {
    holders.remove(plain(envelope), Holder.of(envelope));
    displaced.remove(named(envelope));
  }

  /** Where it is kept that a wave was given up which is no message: no entry is given up twice. */
  Optional<String> ofGarbage(Settlement settlement) {
    Entry entry = settlement.entry();
    return settlement.message().isEmpty()
            && settlement.deadLetter().isPresent()
            && entry.origin() == Entry.Origin.BROADCAST
        ? Optional.of(Keys.processingLog(me, new MessageId("wave." + entry.id())))
        : Optional.empty();
  }

  private String named(Envelope envelope) {
    return envelope.isVerified()
        ? Keys.verifiedLog(me, envelope.id(), envelope.from())
        : Keys.processingLog(me, envelope.id(), envelope.from());
  }

  private String plain(Envelope envelope) {
    return Keys.processingLog(me, envelope.id());
  }
}
