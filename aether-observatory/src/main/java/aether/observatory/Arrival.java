package aether.observatory;

import aether.bus.Body;
import aether.bus.write.Lease;
import aether.bus.write.Registrar;
import aether.message.Iso8601;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Refusal.Conflict;
import aether.observatory.pipeline.Observatory.Refusal.Owned;
import aether.terminal.Refusal;
import java.util.Optional;

/** How an Observatory comes online. */
record Arrival(Observatory observatory, Body body, RegisteredBodies registered, boolean force) {
  /** Comes online now; a refusal, with who or what is in the way, when that cannot be. */
  void atOnce() {
    attempt()
        .ifPresent(by -> {
          throw Refusal.failed(
              ("'%s' is already online on %s (pid %d, since %s); stop that Observatory, use another"
                      + " id, or wait for its end with --standby")
                  .formatted(body.id(), by.host(), by.pid(), Iso8601.format(by.since())));
        });
  }

  /**
   * Tries to come online; a refusal when another content stands under the id.
   *
   * @return who owns the Body; empty when this is online now
   */
  Optional<Lease.Owner> attempt() {
    Optional<Observatory.Refusal> refusal = observatory.start(force);
    if (refusal.isPresent()
        && refusal.get() instanceof Conflict(Registrar.Registration.Conflict(Body existing))
        && registered.isOurs(existing)) {
      refusal = observatory.start(true);
    }
    return refusal.map(this::owner);
  }

  private Lease.Owner owner(Observatory.Refusal refusal) {
    return switch (refusal) {
      case Owned(Lease.Owner by) -> by;
      case Conflict(Registrar.Registration.Conflict(Body existing)) ->
          throw Refusal.failed(
              ("'%s' is taken on this bus (\"%s\"); two hosts must not share an id: choose another,"
                      + " or pass --force to replace it")
                  .formatted(body.id(), existing.description()));
    };
  }
}
