package aether.stargazer;

import java.time.Duration;

/**
 * What one {@link EventHub} bears.
 *
 * @param backlog events a new client begins with
 * @param waiting events that may wait for a client beyond those it asked for
 * @param clients at one time
 * @param silence after which a client is told that it is still connected
 */
record HubLimits(int backlog, int waiting, int clients, Duration silence) {
  static final HubLimits USUAL = new HubLimits(200, 8192, 1000, Duration.ofSeconds(10));
}
