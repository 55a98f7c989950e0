package aether.redis;

import aether.redis.link.Link;
import aether.wire.Json;

/**
 * Has what every use of a bus needs loaded by a thread of its own, for a program that first has
 * something else to do: that shortens its start where there is a second processor. Nothing depends
 * on it.
 */
public final class HeadStart {
  private HeadStart() {}

  /** Begins; never waits. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("head-start").start(HeadStart::load);
  }

  private static void load() {
    Link.load();
    var _ = Json.read("[0.5, {\"text\": null}]");
  }
}
