package aether.observatory.ledger;

import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.config.Limit;
import aether.observatory.pipeline.Limits;
import aether.terminal.Refusal;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of a Body, and who set each: a flag, a variable, the star chart, or nobody.
 *
 * @param sources {@code usual}, the flag, the variable, or the star chart's file
 */
public record LimitsInForce(Limits limits, Map<Limit, String> sources) {
  /** The source of a limit that nobody has set. */
  public static final String USUAL = "usual";

  public LimitsInForce {
    sources = Map.copyOf(sources);
  }

  /** The usual ones, all of them. */
  public static LimitsInForce usual() {
    Map<Limit, String> sources = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      sources.put(limit, USUAL);
    }
    return new LimitsInForce(Limits.DEFAULT, sources);
  }

  /**
   * Flag before variable before star chart before what is usual; but flags and variables can only
   * lower what holds without them.
   *
   * @throws Refusal when one would raise it; it names the file that can
   */
  public static LimitsInForce of(
      Map<Limit, BigDecimal> flags,
      Map<String, String> env,
      ConstellationBody body,
      Constellation chart) {
    Map<Limit, BigDecimal> values = new EnumMap<>(Limit.class);
    Map<Limit, String> sources = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      Optional<BigDecimal> charted =
          Optional.ofNullable(body.terms().limits().get(limit))
              .or(() -> Optional.ofNullable(chart.limits().get(limit)));
      Said said =
          flag(limit, flags)
              .or(() -> variable(limit, env))
              .orElseGet(() ->
                  charted
                      .map(value -> new Said(value, chart.file().toString()))
                      .orElse(new Said(limit.usual(), USUAL)));
      BigDecimal most = charted.orElse(limit.usual());
      if (said.value().compareTo(most) > 0) {
        throw raised(limit, said, most, body, chart);
      }
      values.put(limit, said.value());
      sources.put(limit, said.source());
    }
    return new LimitsInForce(
        Limits.of(limit -> values.getOrDefault(limit, limit.usual())), sources);
  }

  private record Said(BigDecimal value, String source) {}

  private static Optional<Said> flag(Limit limit, Map<Limit, BigDecimal> flags) {
    return Optional.ofNullable(flags.get(limit)).map(value -> new Said(value, limit.flag()));
  }

  private static Optional<Said> variable(Limit limit, Map<String, String> env) {
    return Optional.ofNullable(env.get(limit.variable()))
        .filter(text -> !text.isBlank())
        .map(text ->
            new Said(
                limit
                    .parse(text.strip())
                    .orElseThrow(() ->
                        Refusal.usage(
                            "%s is '%s'; give %s, or unset it"
                                .formatted(limit.variable(), text, limit.range()))),
                limit.variable()));
  }

  private static Refusal raised(
      Limit limit, Said said, BigDecimal most, ConstellationBody body, Constellation chart) {
    String value = limit.text(said.value());
    return Refusal.usage(
        "%s is %s; it can only lower the %s in force: to raise it, write %s in %s"
            .formatted(
                said.source(),
                value,
                limit.text(most),
                limit.raisedBy(body.id().value(), value),
                chart.file()));
  }
}
