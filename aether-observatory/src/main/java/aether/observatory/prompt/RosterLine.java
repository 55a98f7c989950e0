package aether.observatory.prompt;

import aether.bus.Body;

/** A Body as a prompt lists it. */
public record RosterLine(Body body, boolean online) {}
