package aether.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class PythonStyleTest {
  /** Every control character, what is escaped or might be, and halves of a pair. */
  private static final String LETTERS =
      IntStream.range(0, 0x80).mapToObj(Character::toString).collect(Collectors.joining())
          + "\u2028é字\uD83D\uDE00";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectWriter LIBRARY = Json.mapper().writer().with(new Spaced());

  @Property
  void every_tree_is_written_as_the_library_writes_it(@ForAll long seed) {
    JsonNode tree = tree(new Random(seed), 4);

    assertThat(Json.write(tree)).isEqualTo(LIBRARY.writeValueAsString(tree));
  }

  @Test
  void numbers_of_every_kind_are_written_as_the_library_writes_them() {
    ObjectNode node = Json.object();
    node.put("int", Integer.MIN_VALUE).put("long", Long.MAX_VALUE).put("short", (short) 7);
    node.put("big", BigInteger.TEN.pow(40)).put("float", 1.5f).put("double", 1e300);
    node.put("nan", Double.NaN).put("cost", new BigDecimal("0.010")).put("tiny", 1e-9);
    node.put("exponent", new BigDecimal("1E+5")).put("bytes", new byte[] {1, 2, 3});

    assertThat(Json.write(node)).isEqualTo(LIBRARY.writeValueAsString(node));
  }

  private static JsonNode tree(Random random, int height) {
    int size = random.nextInt(5);
    return switch (random.nextInt(height > 0 ? 9 : 6)) {
      case 0 -> NODES.stringNode(text(random));
      case 1 -> NODES.numberNode(random.nextInt());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(new BigDecimal(random.nextDouble()).movePointLeft(size));
      case 4 -> NODES.booleanNode(random.nextBoolean());
      case 5 -> NODES.nullNode();
      case 6 -> {
        ArrayNode array = NODES.arrayNode();
        IntStream.range(0, size).forEach(_ -> array.add(tree(random, height - 1)));
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        IntStream.range(0, size).forEach(_ -> object.set(text(random), tree(random, height - 1)));
        yield object;
      }
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(12), 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static final class Spaced extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Spaced() {
      super(
          Separators.createDefaultInstance()
              .withObjectNameValueSpacing(Separators.Spacing.AFTER)
              .withObjectEntrySpacing(Separators.Spacing.AFTER)
              .withArrayElementSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator(""));
      indentObjectsWith(NopIndenter.instance());
      indentArraysWith(NopIndenter.instance());
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Spaced();
    }
  }
}
