package aether.cli.bus;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A TCP port, 1 to 65535. */
final class PortOption implements ITypeConverter<Integer> {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final int LARGEST = 65_535;

  @Override
  public Integer convert(String value) {
    int port = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (port < 1 || port > LARGEST) {
      throw new TypeConversionException("'" + value + "' is not a port from 1 to " + LARGEST);
    }
    return port;
  }
}
