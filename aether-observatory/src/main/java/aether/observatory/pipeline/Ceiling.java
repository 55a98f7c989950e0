package aether.observatory.pipeline;

import aether.config.Limit;

/** The limits on spending, in the order in which they are asked. */
public enum Ceiling {
  /** US dollars a run; set aside rather than asked. */
  TURN_USD(Limit.TURN_USD),
  /** Runs of this Body in one conversation. */
  CONVERSATION_TURNS(Limit.CONVERSATION_TURNS),
  /** US dollars of this Body in one conversation. */
  CONVERSATION_USD(Limit.CONVERSATION_USD),
  /** Runs of this Body for one sender in an hour. */
  SENDER_TURNS(Limit.SENDER_TURNS),
  /** Runs of this Body in a minute. */
  MINUTE_TURNS(Limit.MINUTE_TURNS),
  /** Runs of this Body in a day. */
  DAILY_TURNS(Limit.DAILY_TURNS),
  /** US dollars of this Body in a day. */
  DAILY_USD(Limit.DAILY_USD),
  /** US dollars of all Bodies of this host in a day. */
  HOST_DAILY_USD(Limit.HOST_DAILY_USD);

  private final Limit limit;

  Ceiling(Limit limit) {
    this.limit = limit;
  }

  /** The limit that it is. */
  public Limit limit() {
    return limit;
  }

  /** Its name in events and in JSON, such as {@code daily_usd}. */
  public String wireName() {
    return limit.wireName();
  }

  /** Whether it counts US dollars rather than runs. */
  public boolean isMoney() {
    return limit.isMoney();
  }
}
