package aether.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What bounds a Body whatever its senders say: the name, the unit and the usual value of each. A
 * flag or a variable may lower one; only the star chart of the Body's own host raises it.
 */
public enum Limit {
  /** The highest Horizon accepted from a sender. */
  MAX_HOPS_CEILING("--max-hops-ceiling", Place.BODY, "16", "1000", " hops"),
  /** Messages of one conversation in a minute. */
  RATE_PER_MIN(
      "--rate-per-min", Place.LIMITS, "20", "1000000", " messages a minute in this conversation"),
  /** Runs of the agent for one message: crashes, failures and the second question included. */
  MAX_ATTEMPTS("--max-attempts", Place.LIMITS, "2", "10", " runs for one message"),
  /** US dollars a run. */
  TURN_USD("--max-turn-usd", Place.BODY, "0.50", "100", " a run"),
  /** Runs of the Body in one conversation, for as long as it lives. */
  CONVERSATION_TURNS(
      "--conversation-turns", Place.LIMITS, "16", "100000", " runs in this conversation"),
  /** US dollars of the Body in one conversation, for as long as it lives. */
  CONVERSATION_USD("--conversation-usd", Place.LIMITS, "2", "10000", " in this conversation"),
  /** Runs of the Body for one sender in an hour. */
  SENDER_TURNS(
      "--sender-turns-per-hour", Place.LIMITS, "30", "100000", " runs an hour for this sender"),
  /** Runs of the Body in a minute. */
  MINUTE_TURNS("--turns-per-minute", Place.LIMITS, "20", "10000", " runs a minute"),
  /** Runs of the Body in a day. */
  DAILY_TURNS("--daily-turns", Place.LIMITS, "200", "100000", " runs a day"),
  /** US dollars of the Body in a day. */
  DAILY_USD("--daily-usd", Place.LIMITS, "20", "10000", " a day"),
  /** US dollars of all Bodies of the host in a day. */
  HOST_DAILY_USD("--host-daily-usd", Place.HOST, "50", "100000", " a day on this host");

  /** Where in the star chart it stands. */
  private enum Place {
    BODY,
    LIMITS,
    HOST
  }

  private static final BigDecimal CENT = new BigDecimal("0.01");

  private final String flag;
  private final Place place;
  private final BigDecimal usual;
  private final BigDecimal most;
  private final String span;

  Limit(String flag, Place place, String usual, String most, String span) {
    this.flag = flag;
    this.place = place;
    this.usual = new BigDecimal(usual);
    this.most = new BigDecimal(most);
    this.span = span;
  }

  /** Those under {@code limits} of one Body. */
  public static Stream<Limit> ofBody() {
    return Stream.of(values()).filter(limit -> limit.place == Place.LIMITS);
  }

  /** Those under {@code limits} of the whole star chart. */
  public static Stream<Limit> ofHost() {
    return Stream.of(values()).filter(limit -> limit.place == Place.HOST);
  }

  /** The one with this name in events and JSON. */
  public static Optional<Limit> named(String wireName) {
    return Stream.of(values()).filter(limit -> limit.wireName().equals(wireName)).findFirst();
  }

  /** The option of {@code aether observatory} that lowers it. */
  public String flag() {
    return flag;
  }

  /** The variable that lowers it, such as {@code AETHER_DAILY_USD}. */
  public String variable() {
    return "AETHER_" + name();
  }

  /** Its name in events, in JSON and in the star chart, such as {@code daily_usd}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its key in the star chart. */
  public String key() {
    return this == TURN_USD ? "max_budget_usd" : wireName();
  }

  /** What holds where nobody says otherwise: a number, or US dollars. */
  public BigDecimal usual() {
    return usual;
  }

  /** Whether it counts US dollars. */
  public boolean isMoney() {
    return name().endsWith("_USD");
  }

  /** How {@code value} can be written in the star chart, for the Body {@code id}. */
  public String raisedBy(String id, String value) {
    String line = "`" + key() + ": " + value + "`";
    return switch (place) {
      case BODY -> line + " under '" + id + "'";
      case LIMITS -> line + " under `limits` of '" + id + "'";
      case HOST -> line + " under `limits` at the top";
    };
  }

  /** What it may be, for people. */
  public String range() {
    return isMoney()
        ? "US dollars from " + CENT + " to " + most.toPlainString()
        : "a whole number from 1 to " + most.toPlainString();
  }

  /** The value that {@code text} is; empty when it is none, or out of range. */
  public Optional<BigDecimal> parse(String text) {
    if (!text.matches(isMoney() ? "[0-9]{1,9}(\\.[0-9]{1,4})?" : "[0-9]{1,9}")) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(text);
    BigDecimal least = isMoney() ? CENT : BigDecimal.ONE;
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0
        ? Optional.of(value)
        : Optional.empty();
  }

  /** How much of it is used, for people: {@code $5.00 of $5.00 a day}. */
  public String words(String used, String limit) {
    String sign = isMoney() ? "$" : "";
    return sign + used + " of " + sign + limit + span;
  }

  /** {@code value} as events and people are told it: {@code 17}, {@code 5.50}. */
  public String text(BigDecimal value) {
    return isMoney() && value.scale() < 2
        ? value.setScale(2).toPlainString()
        : value.toPlainString();
  }
}
