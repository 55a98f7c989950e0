package aether.observatory.ledger;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Limits;
import aether.wire.Fields;
import aether.wire.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The limits under which a Body was last started on this host, {@code <id>.limits} beside its
 * ledger: for whoever asks, never obeyed.
 */
public record LimitsFile(Path path) {
  /** The one of {@code id} in {@code directory}. */
  public static LimitsFile of(Path directory, ProjectId id) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("id '" + id + "' cannot be the name of a file");
    }
    return new LimitsFile(directory.resolve(id + ".limits"));
  }

  /** Replaces what stands there. */
  public void write(Limits limits) {
    PrivateFile.write(path, Json.write(tree(limits)) + "\n");
  }

  /** What stands there; empty when the Body was never started here. */
  public Optional<Limits> read() {
    return PrivateFile.read(path)
        .map(text ->
            Json.readObject(text)
                .flatMap(node -> limits(new Fields(node)))
                .orElseThrow(
                    () -> new ConfigException(path + " cannot be read; start the Body again")));
  }

  /** The limits as programs read them: runs as numbers, US dollars as texts. */
  public static ObjectNode tree(Limits limits) {
    ObjectNode node =
        Json.object()
            .put("max_hops_ceiling", limits.maxHopsCeiling())
            .put("rate_per_min", limits.ratePerMinute())
            .put("max_attempts", limits.maxAttempts());
    for (Ceiling ceiling : Ceiling.values()) {
      BigDecimal value = limits.ceilings().of(ceiling);
      if (ceiling.isMoney()) {
        node.put(ceiling.wireName(), value.toPlainString());
      } else {
        node.put(ceiling.wireName(), value.intValueExact());
      }
    }
    return node;
  }

  private static Optional<Limits> limits(Fields fields) {
    try {
      return Optional.of(
          new Limits(
              fields.requiredInteger("max_hops_ceiling"),
              fields.requiredInteger("rate_per_min"),
              fields.requiredInteger("max_attempts"),
              new Ceilings(
                  usd(fields, Ceiling.TURN_USD),
                  new Ceilings.Conversation(
                      turns(fields, Ceiling.CONVERSATION_TURNS),
                      usd(fields, Ceiling.CONVERSATION_USD)),
                  turns(fields, Ceiling.SENDER_TURNS),
                  new Ceilings.Daily(
                      turns(fields, Ceiling.MINUTE_TURNS),
                      turns(fields, Ceiling.DAILY_TURNS),
                      usd(fields, Ceiling.DAILY_USD)),
                  usd(fields, Ceiling.HOST_DAILY_USD))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BigDecimal usd(Fields fields, Ceiling ceiling) {
    return new BigDecimal(fields.requiredText(ceiling.wireName()));
  }

  private static int turns(Fields fields, Ceiling ceiling) {
    return fields.requiredInteger(ceiling.wireName());
  }
}
