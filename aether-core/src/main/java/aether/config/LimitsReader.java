package aether.config;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The limits that a star chart sets. */
final class LimitsReader {
  static final String LIMITS = "limits";

  /** The keys of limits that stand beside the other settings of a Body. */
  static final List<String> BESIDE = List.of(Limit.MAX_HOPS_CEILING.key(), Limit.TURN_USD.key());

  private LimitsReader() {}

  /** Those of one Body, whose entry {@code fields} is. */
  static Map<Limit, BigDecimal> ofBody(YamlMapping fields) {
    Map<Limit, BigDecimal> limits = new EnumMap<>(Limit.class);
    read(fields, Stream.of(Limit.MAX_HOPS_CEILING, Limit.TURN_USD), limits);
    under(fields, Limit.ofBody().toList(), limits);
    return limits;
  }

  /** Those of the host, at the top of the star chart. */
  static Map<Limit, BigDecimal> ofHost(YamlMapping top) {
    Map<Limit, BigDecimal> limits = new EnumMap<>(Limit.class);
    under(top, Limit.ofHost().toList(), limits);
    return limits;
  }

  private static void under(YamlMapping fields, List<Limit> known, Map<Limit, BigDecimal> into) {
    fields
        .mapping(LIMITS)
        .ifPresent(limits -> {
          limits.allowOnly(known.stream().map(Limit::key).toList());
          read(limits, known.stream(), into);
        });
  }

  private static void read(YamlMapping fields, Stream<Limit> known, Map<Limit, BigDecimal> into) {
    known.forEach(limit ->
        fields
            .scalar(limit.key(), limit.range())
            .ifPresent(written ->
                into.put(
                    limit,
                    limit
                        .parse(written.getValue())
                        .orElseThrow(
                            () -> fields.wrong(limit.key(), written, "write " + limit.range())))));
  }
}
