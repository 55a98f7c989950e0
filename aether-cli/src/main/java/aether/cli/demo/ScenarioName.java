package aether.cli.demo;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A scenario by its name. Also all those names, for the help. */
final class ScenarioName implements ITypeConverter<Scenario>, Iterable<String> {
  private static final List<String> NAMES =
      Arrays.stream(Scenario.values()).map(Scenario::label).toList();

  @Override
  public Scenario convert(String value) {
    return Arrays.stream(Scenario.values())
        .filter(scenario -> scenario.label().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + value + "' is no scenario; choose one of " + String.join(", ", NAMES)));
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
