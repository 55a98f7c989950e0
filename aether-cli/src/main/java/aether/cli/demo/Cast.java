package aether.cli.demo;

import aether.message.Intent;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Limits;
import aether.observatory.turn.AgentRunner;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who plays the two Bodies of the conversation.
 *
 * @param announcement the first line of the demo: what kind of agent answers
 * @param pace how long each scripted turn takes
 * @param patience how long the conversation may take
 * @param stop the file that halts them; empty for the one in the demo's own home
 */
record Cast(
    AgentRunner frontend,
    AgentRunner backend,
    String announcement,
    Duration pace,
    Duration patience,
    Optional<Path> stop) {
  static final String SCRIPTED = "scripted agent: no model is asked, nothing is spent";

  /** For agents that spend nothing and do not say so: what is set aside for them stays so. */
  static final Limits UNPAID =
      Limits.DEFAULT.withCeilings(
          new Ceilings(
              Ceilings.DEFAULT.turnUsd(),
              new Ceilings.Conversation(1_000, new BigDecimal(1_000)),
              1_000,
              new Ceilings.Daily(1_000, 1_000, new BigDecimal(1_000)),
              new BigDecimal(1_000)));

  private static final Duration SCRIPTED_PATIENCE = Duration.ofSeconds(30);
  private static final Duration REAL_PATIENCE = Duration.ofMinutes(10);

  /** What bounds them: whoever may spend is bound as usual. */
  Limits limits() {
    return stop.isPresent() ? Limits.DEFAULT : UNPAID;
  }

  /** Two that follow a script and read the sample files; each turn takes {@code pace}. */
  static Cast scripted(Duration pace) {
    return scripted(Cast::frontend, Cast::backend, pace);
  }

  static Cast scripted(Script frontend, Script backend, Duration pace) {
    return new Cast(
        frontend.runner(pace),
        backend.runner(pace),
        SCRIPTED,
        pace,
        SCRIPTED_PATIENCE,
        Optional.empty());
  }

  /**
   * Two that are the same real agent, each in its own folder.
   *
   * @param stop the user's own, which halts whatever spends
   */
  static Cast real(AgentRunner agent, Path stop) {
    return new Cast(
        agent,
        agent,
        "real agent: claude answers, and what it spends is spent on your account",
        Duration.ZERO,
        REAL_PATIENCE,
        Optional.of(stop));
  }

  /** The same, where a real agent was wanted; {@code problem} says why it cannot play. */
  Cast insteadOf(String problem) {
    return new Cast(
        frontend, backend, SCRIPTED + "; NOT THE REAL ONE: " + problem, pace, patience, stop);
  }

  /** Asks which field, then what it looks like, and is content with that. */
  static String frontend(Heard heard) {
    Path client = heard.project().resolve(Samples.CLIENT);
    String place = Samples.CLIENT + ":" + OrdersApi.line(client, "order.id");
    if (!heard.from().equals(Samples.BACKEND.value())) {
      return Script.say(
          Optional.of(Samples.BACKEND.value()),
          Intent.ASK,
          place
              + " shows `order.id` as the number of an order. Which field of `GET /orders`"
              + " identifies an order now?",
          "asked backend which field identifies an order");
    }
    return heard.text().contains("identifies")
        ? Script.say(
            Intent.ASK,
            place
                + " pads the number to 8 digits. What format does the new field have, and may it"
                + " be shown as it is?",
            "asked backend for the format")
        : Script.silence(
            "understood, nothing left to ask; to change: " + place + ", show it without padding");
  }

  /** Answers from {@value Samples#API}, whoever asks. */
  static String backend(Heard heard) {
    OrdersApi api = OrdersApi.read(heard.project());
    String place = Samples.API + ":" + api.line();
    return heard.text().contains("format")
        ? Script.say(
            Intent.RESULT,
            "`%s` matches `%s`, for instance `%s` (%s). %s"
                .formatted(api.field(), api.pattern(), api.example(), place, api.advice()),
            "answered with the pattern from " + place)
        : Script.say(
            Intent.RESULT,
            "`%s` identifies an order (%s). `id` is deprecated and absent from new orders."
                .formatted(api.field(), place),
            "answered with the field from " + place);
  }
}
