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
 * the later sender's message is logged under a key that also names its sender.
 */
final class LogKeys {
  private final ProjectId me;
  private final Map<String, ProjectId> holders = new ConcurrentHashMap<>();
  private final Set<String> displaced = ConcurrentHashMap.newKeySet();

  LogKeys(ProjectId me) {
    this.me = me;
  }

  /**
   * The key of {@code envelope}, claimed for its sender until it is {@linkplain #forget settled}.
   */
  String claim(Envelope envelope) {
    ProjectId holder = holders.putIfAbsent(plain(envelope), envelope.from());
    return holder == null || holder.equals(envelope.from()) ? of(envelope) : displace(envelope);
  }

  /** Gives {@code envelope} the key that names its sender. */
  String displace(Envelope envelope) {
    String key = Keys.processingLog(me, envelope.id(), envelope.from());
    displaced.add(key);
    return key;
  }

  /** The key that {@code envelope} has now. */
  String of(Envelope envelope) {
    String named = Keys.processingLog(me, envelope.id(), envelope.from());
    return displaced.contains(named) ? named : plain(envelope);
  }

  /** Ends the claim of {@code envelope}: nothing more will be written for it. */
  void forget(Envelope envelope) {
    holders.remove(plain(envelope), envelope.from());
    displaced.remove(Keys.processingLog(me, envelope.id(), envelope.from()));
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

  private String plain(Envelope envelope) {
    return Keys.processingLog(me, envelope.id());
  }
}
