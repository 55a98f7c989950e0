package aether.cli.look;

import aether.bus.Recorded;
import aether.event.Event;
import aether.terminal.Palette;
import aether.terminal.Palette.Tone;
import aether.terminal.Surroundings;
import aether.view.Narration;
import aether.view.ViewCodec;
import java.io.PrintWriter;
import java.time.ZoneId;

/** Prints events as they come, for a human or for a program. */
public final class Teller {
  private final PrintWriter out;
  private final Palette palette;
  private final boolean json;

  public Teller(Surroundings around, boolean json) {
    this.out = around.streams().out();
    this.palette = around.palette();
    this.json = json;
  }

  /** Prints one event. @return whether anybody still reads */
  public boolean tell(Recorded recorded) {
    out.println(json ? ViewCodec.line(recorded.event()) : line(recorded.event()));
    return !out.checkError();
  }

  private String line(Event event) {
    Narration narration = Narration.of(event, ZoneId.systemDefault());
    return switch (narration.tone()) {
      case MESSAGE -> palette.paint(Tone.STRONG, narration.text());
      case THINKING -> palette.paint(Tone.FAINT, narration.text());
      case DONE -> palette.paint(Tone.GOOD, narration.text());
      case STOPPED -> palette.paint(Tone.WARNING, narration.text());
      case OPERATOR -> palette.paint(Tone.ACCENT, narration.text());
      case UNKNOWN -> palette.paint(Tone.FAINT, narration.text());
    };
  }
}
