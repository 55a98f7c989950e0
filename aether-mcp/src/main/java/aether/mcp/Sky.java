package aether.mcp;

import aether.bus.Control;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.bus.write.ControlSwitch;
import aether.bus.write.Handouts;
import aether.bus.write.Outbox;
import aether.message.Envelope;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything of the bus that the tools use.
 *
 * @param believed an answer with what is known of its sender; empty when it counts as none
 */
record Sky(
    EventLog events,
    Directory directory,
    Liveness liveness,
    Control control,
    Outbox outbox,
    ControlSwitch controls,
    Handouts handouts,
    Function<Envelope, Optional<Envelope>> believed) {
  /** One that takes every answer for one. */
  Sky(
      EventLog events,
      Directory directory,
      Liveness liveness,
      Control control,
      Outbox outbox,
      ControlSwitch controls,
      Handouts handouts) {
    this(events, directory, liveness, control, outbox, controls, handouts, Optional::of);
  }
}
