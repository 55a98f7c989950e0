package aether.cli.client;

import aether.bus.Body;
import aether.terminal.OneLine;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/** Asks on a terminal, and takes the answer that is at hand elsewhere. */
final class Questions {
  private final Surroundings around;
  private final boolean mute;

  Questions(Surroundings around, boolean mute) {
    this.around = around;
    this.mute = mute || !around.streams().interactive();
  }

  /** The answer to {@code question}; Enter, or nobody to ask, means {@code suggestion}. */
  String ask(String question, String suggestion) {
    if (mute) {
      return suggestion;
    }
    around.streams().err().print(question + " [" + OneLine.of(suggestion) + "]: ");
    around.streams().err().flush();
    try {
      String answer = around.streams().in().readLine();
      return answer == null || answer.isBlank() ? suggestion : answer.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the answer: " + e.getMessage(), e);
    }
  }

  /** Says what was taken without asking. */
  void tell(Body body) {
    if (mute) {
      around
          .streams()
          .out()
          .println(
              "  (non-interactive) description='"
                  + OneLine.of(body.description())
                  + "' capabilities="
                  + body.capabilities().stream()
                      .map(OneLine::of)
                      .collect(Collectors.joining("', '", "['", "']"))
                      .replace("['']", "[]"));
    }
  }
}
