package aether.observatory;

import aether.config.BusAddress;
import aether.redis.ServerInfo;
import aether.redis.write.RedisBus;
import aether.terminal.Refusal;

/** What a Redis must be for messages to be safe on it. */
final class BusPolicy {
  private BusPolicy() {}

  /**
   * Refuses a Redis that throws keys away when its memory is full: it would lose mail, leases and
   * what was run. One that does not say is believed to keep them.
   */
  static void requireKeeping(RedisBus bus, BusAddress address) {
    String policy = bus.observer().server().maxmemoryPolicy();
    if (!policy.equals(ServerInfo.KEEPS_ALL) && !policy.equals(ServerInfo.UNKNOWN)) {
      throw Refusal.failed(
          ("the bus at %s drops what stands on it when its memory is full (maxmemory-policy %s);"
                  + " set it to %s there: redis-cli CONFIG SET maxmemory-policy %s")
              .formatted(address.display(), policy, ServerInfo.KEEPS_ALL, ServerInfo.KEEPS_ALL));
    }
  }
}
