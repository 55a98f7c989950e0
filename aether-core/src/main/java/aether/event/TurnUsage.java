package aether.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What one run of the agent used, as far as it said.
 *
 * @param costUsd US dollars of this run alone
 * @param duration wall-clock time of the run
 */
public record TurnUsage(
    Optional<BigDecimal> costUsd,
    Optional<Long> inputTokens,
    Optional<Long> outputTokens,
    Duration duration,
    Optional<String> model) {}
