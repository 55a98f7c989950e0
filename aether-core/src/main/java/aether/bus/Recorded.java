package aether.bus;

import aether.event.Event;

/**
 * An event and its place in the mirror.
 *
 * @param position the stream entry's id
 */
public record Recorded(String position, Event event) {}
