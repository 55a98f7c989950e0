package aether.cli.talk;

import aether.desk.Vigil;
import aether.desk.Watch;
import aether.message.Envelope;
import aether.terminal.Surroundings;
import java.time.Duration;
import java.util.List;

/** Waits for what comes back to a sender, and prints it as it comes (D42). */
final class Waiting {
  private final Surroundings around;
  private final boolean json;

  Waiting(Surroundings around, boolean json) {
    this.around = around;
    this.json = json;
  }

  /** All answers: one to a comet, as many as there are Bodies to a wave. */
  List<Envelope> await(Envelope sent, Watch watch, Vigil vigil, Duration patience) {
    Witness witness = new Witness(around, false);
    boolean _ =
        watch.until(
            around.clock().instant().plus(patience),
            recorded -> {
              int before = vigil.replies().size();
              if (vigil.see(recorded.event())) {
                witness.accept(recorded.event());
              }
              vigil.replies().stream().skip(before).forEach(this::print);
              return sent.isWave() || vigil.replies().isEmpty();
            },
            vigil::isSettled);
    return vigil.replies();
  }

  private void print(Envelope reply) {
    if (!json) {
      around.streams().out().println(ReplyText.text(reply));
    }
  }
}
