package aether.operator;

import aether.bus.Approvals;
import aether.bus.AuditTrail;
import aether.bus.Control;
import aether.bus.DeadLetters;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.redis.RedisObserver;

/** Everything the panel reads. */
record Sight(Directory directory, Liveness liveness, Control control, Records records) {
  /** What has been written down. */
  record Records(EventLog events, DeadLetters letters, Approvals approvals, AuditTrail audit) {}

  static Sight of(RedisObserver bus) {
    return new Sight(
        bus.directory(),
        bus.liveness(),
        bus.control(),
        new Records(bus.events(), bus.deadLetters(), bus.approvals(), bus.auditTrail()));
  }
}
