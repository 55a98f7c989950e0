package aether.operator;

import aether.message.Envelope;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What only the host of the Bodies knows: their books, and how a message looks in their agents'
 * prompts.
 */
interface Host {
  /** The books of the Bodies of this host that ever ran. */
  List<Account> accounts();

  /**
   * Lets a Body spend more for a while.
   *
   * @param usd US dollars, above 0
   * @return until when; empty when it never ran on this host
   */
  Optional<Instant> grant(ProjectId body, BigDecimal usd, Duration time);

  /** The block of untrusted data as which the agent of its recipient sees {@code message}. */
  String preview(Envelope message);

  /**
   * What one Body may spend and has spent.
   *
   * @param granted US dollars
   */
  record Account(ProjectId body, BigDecimal granted, List<Meter> meters) {
    public Account {
      meters = List.copyOf(meters);
    }
  }

  /**
   * One ceiling; all figures in US dollars or runs.
   *
   * @param name its wire name
   */
  record Meter(String name, boolean dollars, BigDecimal used, BigDecimal limit, BigDecimal left) {}
}
