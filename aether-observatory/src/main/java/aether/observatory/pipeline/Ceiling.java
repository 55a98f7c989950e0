package aether.observatory.pipeline;

import java.util.Locale;

/** The ceilings, in the order in which they are asked. */
public enum Ceiling {
  /** US dollars a run; set aside rather than asked. */
  TURN_USD("--max-turn-usd"),
  /** Runs of this Body in one conversation. */
  CONVERSATION_TURNS("--conversation-turns"),
  /** US dollars of this Body in one conversation. */
  CONVERSATION_USD("--conversation-usd"),
  /** Runs of this Body for one sender in an hour. */
  SENDER_TURNS("--sender-turns-per-hour"),
  /** Runs of this Body in a minute. */
  MINUTE_TURNS("--turns-per-minute"),
  /** Runs of this Body in a day. */
  DAILY_TURNS("--daily-turns"),
  /** US dollars of this Body in a day. */
  DAILY_USD("--daily-usd"),
  /** US dollars of all Bodies of this host in a day. */
  HOST_DAILY_USD("--host-daily-usd");

  private final String flag;

  Ceiling(String flag) {
    this.flag = flag;
  }

  /** The option of {@code aether observatory} that lowers it. */
  public String flag() {
    return flag;
  }

  /** Its name in events and in JSON, such as {@code daily_usd}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it counts US dollars rather than runs. */
  public boolean isMoney() {
    return switch (this) {
      case TURN_USD, CONVERSATION_USD, DAILY_USD, HOST_DAILY_USD -> true;
      case CONVERSATION_TURNS, SENDER_TURNS, MINUTE_TURNS, DAILY_TURNS -> false;
    };
  }
}
