package aether.mcp;

import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;

/** What the tools look at. */
record ReadSide(EventLog events, Directory directory, Liveness liveness) {}
