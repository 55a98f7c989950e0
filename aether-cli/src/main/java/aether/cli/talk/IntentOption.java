package aether.cli.talk;

import aether.config.Nearest;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An intent that may leave: {@code ack} never does (CONTRACT §8). */
final class IntentOption implements ITypeConverter<Intent> {
  private static final List<String> OUTBOUND = List.of("ask", "inform", "task", "result");

  @Override
  public Intent convert(String value) {
    if (!OUTBOUND.contains(value)) {
      throw new TypeConversionException(
          "'"
              + value
              + "' is not one of "
              + String.join(", ", OUTBOUND)
              + Nearest.hint(value, OUTBOUND));
    }
    return EnvelopeCodec.intent(value).orElseThrow();
  }
}
