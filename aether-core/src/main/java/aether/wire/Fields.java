package aether.wire;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, read with their types. A field of another type counts as absent;
 * asking for a {@code required} one that is absent is an {@link IllegalArgumentException} that
 * names it. Of a value that is no object every field is absent.
 */
public record Fields(JsonNode node) {
  public boolean has(String name) {
    return node.has(name);
  }

  /** Whether the field is absent or null. */
  public boolean lacks(String name) {
    return !node.hasNonNull(name);
  }

  public Fields object(String name) {
    return new Fields(node.path(name));
  }

  public Optional<String> text(String name) {
    JsonNode value = node.path(name);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  public Optional<Integer> integer(String name) {
    JsonNode value = node.path(name);
    return value.isIntegralNumber() && value.canConvertToInt()
        ? Optional.of(value.intValue())
        : Optional.empty();
  }

  public Optional<Long> whole(String name) {
    JsonNode value = node.path(name);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.longValue())
        : Optional.empty();
  }

  public Optional<BigDecimal> decimal(String name) {
    JsonNode value = node.path(name);
    return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
  }

  public boolean flag(String name) {
    JsonNode value = node.path(name);
    return value.isBoolean() && value.booleanValue();
  }

  public String requiredText(String name) {
    return text(name).orElseThrow(() -> absent(name, "string"));
  }

  public int requiredInteger(String name) {
    return integer(name).orElseThrow(() -> absent(name, "integer"));
  }

  private static IllegalArgumentException absent(String name, String type) {
    return new IllegalArgumentException(name + " is missing; it must be a " + type);
  }
}
