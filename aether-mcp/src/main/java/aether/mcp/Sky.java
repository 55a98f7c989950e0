package aether.mcp;

import aether.bus.Control;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.bus.write.ControlSwitch;
import aether.bus.write.Handouts;
import aether.bus.write.Outbox;

/** Everything of the bus that the tools use. */
record Sky(
    EventLog events,
    Directory directory,
    Liveness liveness,
    Control control,
    Outbox outbox,
    ControlSwitch controls,
    Handouts handouts) {}
