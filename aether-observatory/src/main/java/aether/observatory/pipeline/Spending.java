package aether.observatory.pipeline;

import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What has been spent, as a ledger shows it at one moment. A run counts from when it was reserved;
 * one that was never settled counts as what was set aside for it.
 */
public final class Spending {
  /** A run that is asked for. */
  public record Request(ConversationId conversation, ProjectId sender) {}

  private record Run(Ledger.Reserved reserved, BigDecimal usd) {}

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Collection<Run> runs;
  private final List<Run> today;
  private final List<Ledger.Carried> carried;
  private final BigDecimal elsewhere;
  private final BigDecimal granted;
  private final Instant now;

  private Spending(List<Ledger.Line> lines, List<Ledger.Cost> elsewhere, Instant now) {
    this.now = now;
    this.runs = runs(lines);
    this.today = today(runs);
    this.carried =
        lines.stream()
            .filter(Ledger.Carried.class::isInstance)
            .map(Ledger.Carried.class::cast)
            .toList();
    this.elsewhere =
        elsewhere.stream()
            .filter(cost -> cost.at().isAfter(now.minus(Ledger.DAY)))
            .map(Ledger.Cost::usd)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    this.granted = grants(lines, now);
  }

  /** What {@code ledger} shows at {@code now}. */
  public static Spending of(Ledger ledger, Instant now) {
    return new Spending(ledger.lines(), ledger.elsewhere(), now);
  }

  /** What each run that stands in {@code lines} counts for. */
  public static List<Ledger.Cost> costs(List<Ledger.Line> lines) {
    return runs(lines).stream()
        .map(run -> new Ledger.Cost(run.reserved().at(), run.usd()))
        .toList();
  }

  /**
   * Whether a run for {@code request} may start.
   *
   * @return the first ceiling it would break, with what is used of it; empty when it may
   */
  public Optional<Extinction.BudgetExhausted> objection(
      ProjectId me, Ceilings ceilings, Request request) {
    for (Ceiling ceiling : Ceiling.values()) {
      BigDecimal next = ceiling.isMoney() ? ceilings.turnUsd() : BigDecimal.ONE;
      BigDecimal measured = measured(ceiling, request);
      BigDecimal limit = limit(ceiling, ceilings);
      if (measured.add(next).compareTo(limit) > 0) {
        return Optional.of(
            new Extinction.BudgetExhausted(
                me, ceiling.wireName(), text(ceiling, measured), text(ceiling, limit)));
      }
    }
    return Optional.empty();
  }

  /** How much of {@code ceiling} is used up, in runs or US dollars. */
  public BigDecimal measured(Ceiling ceiling, Request request) {
    Predicate<Run> here = run -> run.reserved().conversation().equals(request.conversation());
    List<Ledger.Carried> before =
        carried.stream()
            .filter(line -> line.conversation().equals(request.conversation()))
            .toList();
    return switch (ceiling) {
      case CONVERSATION_TURNS ->
          BigDecimal.valueOf(
              runs.stream().filter(here).count()
                  + before.stream().mapToLong(Ledger.Carried::turns).sum());
      case CONVERSATION_USD ->
          before.stream()
              .map(Ledger.Carried::usd)
              .reduce(sum(runs.stream().filter(here).toList()), BigDecimal::add);
      case SENDER_TURNS ->
          count(run -> run.reserved().sender().equals(request.sender()) && isWithin(HOUR, run));
      case TURN_USD, MINUTE_TURNS, DAILY_TURNS, DAILY_USD, HOST_DAILY_USD ->
          used(ceiling).orElse(BigDecimal.ZERO);
    };
  }

  /** How much of {@code ceiling} is used up; empty unless it is one of the whole Body or host. */
  public Optional<BigDecimal> used(Ceiling ceiling) {
    return switch (ceiling) {
      case MINUTE_TURNS -> Optional.of(count(run -> isWithin(MINUTE, run)));
      case DAILY_TURNS -> Optional.of(count(_ -> true));
      case DAILY_USD -> Optional.of(sum(today));
      case HOST_DAILY_USD -> Optional.of(sum(today).add(elsewhere));
      case TURN_USD, CONVERSATION_TURNS, CONVERSATION_USD, SENDER_TURNS -> Optional.empty();
    };
  }

  /** The ceiling in force: raised, where it counts dollars of a day or conversation, by grants. */
  public BigDecimal limit(Ceiling ceiling, Ceilings ceilings) {
    return switch (ceiling) {
      case CONVERSATION_USD, DAILY_USD, HOST_DAILY_USD -> ceilings.of(ceiling).add(granted);
      case TURN_USD, CONVERSATION_TURNS, SENDER_TURNS, MINUTE_TURNS, DAILY_TURNS ->
          ceilings.of(ceiling);
    };
  }

  /** US dollars by which the ceilings are raised now. */
  public BigDecimal granted() {
    return granted;
  }

  /** {@code value} as events and people are told it: {@code 17}, {@code 5.50}. */
  public static String text(Ceiling ceiling, BigDecimal value) {
    return ceiling.limit().text(value);
  }

  private boolean isWithin(Duration span, Run run) {
    return run.reserved().at().isAfter(now.minus(span));
  }

  private BigDecimal count(Predicate<Run> which) {
    return BigDecimal.valueOf(today.stream().filter(which).count());
  }

  private static BigDecimal sum(Collection<Run> runs) {
    return runs.stream().map(Run::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<Run> today(Collection<Run> all) {
    Instant since = now.minus(Ledger.DAY);
    return all.stream().filter(run -> run.reserved().at().isAfter(since)).toList();
  }

  private static Collection<Run> runs(List<Ledger.Line> lines) {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Ledger.Line line : lines) {
      switch (line) {
        case Ledger.Reserved reserved ->
            runs.put(reserved.run(), new Run(reserved, reserved.usd()));
        case Ledger.Settled settled ->
            runs.computeIfPresent(
                settled.run(), (_, run) -> new Run(run.reserved(), settled.usd()));
        case Ledger.Released released -> runs.remove(released.run());
        case Ledger.Deferred _, Ledger.Granted _, Ledger.Carried _, Ledger.Ended _ -> {}
      }
    }
    return runs.values();
  }

  private static BigDecimal grants(List<Ledger.Line> lines, Instant now) {
    return lines.stream()
        .filter(Ledger.Granted.class::isInstance)
        .map(Ledger.Granted.class::cast)
        .filter(grant -> grant.until().isAfter(now))
        .map(Ledger.Granted::usd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
