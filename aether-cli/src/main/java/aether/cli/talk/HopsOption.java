package aether.cli.talk;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A Horizon: a whole number from 1 on. */
final class HopsOption implements ITypeConverter<Integer> {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  @Override
  public Integer convert(String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new TypeConversionException("'" + value + "' is not a number of hops from 1 on");
    }
    return Integer.valueOf(value);
  }
}
