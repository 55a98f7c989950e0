package aether.cli.talk;

import aether.event.Event;
import aether.event.Milestone;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import aether.view.Narration;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Tells on standard error what happens while one waits. */
final class Witness implements Consumer<Event> {
  private final Surroundings around;
  private final boolean verbatim;

  Witness(Surroundings around, boolean verbatim) {
    this.around = around;
    this.verbatim = verbatim;
  }

  @Override
  public void accept(Event event) {
    if (isNews(event)) {
      around
          .streams()
          .err()
          .println(
              "  "
                  + around
                      .palette()
                      .paint(
                          Palette.Tone.FAINT, Narration.of(event, ZoneId.systemDefault()).text()));
    }
  }

  private boolean isNews(Event event) {
    return switch (event) {
      case Event.Progress(var _, var _, Milestone.Text _, var _) -> verbatim;
      case Event.Progress _, Event.ProcessingStarted _, Event.Extinguished _ -> true;
      case Event.ProcessingDone _ -> true;
      case Event.MessageSent(var envelope, var _) -> envelope.hops().count() > 0;
      case Event.Operated _, Event.BusEpochChanged _, Event.Unrecognised _ -> false;
    };
  }
}
