package aether.observatory.turn;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One thing a line of the agent's output said, as far as a run needs it. */
sealed interface StreamEvent {
  /** It has started; {@code version} is its own, absent in stand-ins. */
  record Init(
      Optional<UUID> session,
      Optional<String> model,
      Optional<String> version,
      Surroundings surroundings)
      implements StreamEvent {}

  /** It wrote text; {@code model} is absent when the client itself wrote it. */
  record Said(String text, Optional<String> model) implements StreamEvent {}

  /** It uses a tool. */
  record UsedTool(String name) implements StreamEvent {}

  /** Its provider refused; {@code kind} is the client's word, e.g. {@code billing_error}. */
  record ApiError(String kind) implements StreamEvent {}

  /** Its provider takes nothing before {@code resetsAt}. */
  record Limited(Instant resetsAt) implements StreamEvent {}

  /** It has ended. {@code failed} tells how, the subtype does not. */
  record Ended(
      String subtype,
      boolean failed,
      Optional<String> text,
      List<String> errors,
      Optional<UUID> session,
      Spent spent,
      Calls calls)
      implements StreamEvent {
    public Ended {
      errors = List.copyOf(errors);
    }
  }

  /** How often it called the model, and which tools it was refused, once for each refusal. */
  record Calls(Optional<Long> turns, List<String> denials) {
    static final Calls UNKNOWN = new Calls(Optional.empty(), List.of());
  }

  /** Where it says it runs and with what; a part it does not state is absent. */
  record Surroundings(
      Optional<String> cwd,
      Optional<String> permissionMode,
      Optional<List<String>> tools,
      Optional<List<String>> mcpServers) {}

  /** What this run alone used; {@code inputTokens} counts those of the cache too. */
  record Spent(
      Optional<BigDecimal> costUsd, Optional<Long> inputTokens, Optional<Long> outputTokens) {
    static final Spent UNKNOWN = new Spent(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
