package aether.observatory.ledger;

import aether.config.ConfigException;
import aether.config.Limit;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import aether.observatory.pipeline.Limits;
import aether.wire.Fields;
import aether.wire.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The limits under which a Body was last started on this host, {@code <id>.limits} beside its
 * ledger: for whoever asks, never obeyed.
 */
public record LimitsFile(Path path) {
  private static final String SOURCES = "from";

  /** The one of {@code id} in {@code directory}. */
  public static LimitsFile of(Path directory, ProjectId id) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("id '" + id + "' cannot be the name of a file");
    }
    return new LimitsFile(directory.resolve(id + ".limits"));
  }

  /** Replaces what stands there. */
  public void write(LimitsInForce limits) {
    PrivateFile.write(path, Json.write(tree(limits)) + "\n");
  }

  /** What stands there; empty when the Body was never started here. */
  public Optional<LimitsInForce> read() {
    return PrivateFile.read(path)
        .map(text ->
            Json.readObject(text)
                .flatMap(LimitsFile::limits)
                .orElseThrow(
                    () -> new ConfigException(path + " cannot be read; start the Body again")));
  }

  /** The limits as programs read them: numbers, US dollars as texts; and who set each. */
  public static ObjectNode tree(LimitsInForce inForce) {
    ObjectNode node = Json.object();
    for (Limit limit : Limit.values()) {
      BigDecimal value = inForce.limits().of(limit);
      if (limit.isMoney()) {
        node.put(limit.wireName(), value.toPlainString());
      } else {
        node.put(limit.wireName(), value.intValueExact());
      }
    }
    ObjectNode sources = node.putObject(SOURCES);
    for (Limit limit : Limit.values()) {
      sources.put(limit.wireName(), inForce.sources().getOrDefault(limit, LimitsInForce.USUAL));
    }
    return node;
  }

  private static Optional<LimitsInForce> limits(ObjectNode node) {
    Fields fields = new Fields(node);
    Map<Limit, String> sources = new EnumMap<>(Limit.class);
    try {
      Limits limits =
          Limits.of(limit ->
              limit.isMoney()
                  ? new BigDecimal(fields.requiredText(limit.wireName()))
                  : BigDecimal.valueOf(fields.requiredInteger(limit.wireName())));
      for (Limit limit : Limit.values()) {
        sources.put(
            limit,
            node.path(SOURCES).path(limit.wireName()).stringValueOpt().orElse(LimitsInForce.USUAL));
      }
      return Optional.of(new LimitsInForce(limits, sources));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
