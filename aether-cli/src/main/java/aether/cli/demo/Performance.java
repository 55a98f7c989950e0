package aether.cli.demo;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.cli.look.Teller;
import aether.config.Constellation;
import aether.event.Event;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.Palette.Tone;
import aether.terminal.Surroundings;
import java.util.List;
import java.util.function.Predicate;

/** One scenario on a bus that is there: its stage, and what happens on it from now on. */
record Performance(Chronicle chronicle, Stage stage) implements AutoCloseable {
  /** Where scenarios are played. */
  record House(Surroundings around, DemoFolder folder, Cast cast, RedisBus bus) {}

  /**
   * Opens a stage.
   *
   * @param told what is printed as it happens
   */
  static Performance open(House house, Predicate<Event> told) {
    Surroundings around = house.around();
    EventLog events = house.bus().observer().events();
    Chronicle chronicle =
        new Chronicle(
            events,
            events.end(),
            recorded -> {
              if (told.test(recorded.event())) {
                boolean _ = new Teller(around, false).tell(recorded);
              }
            });
    Stage stage =
        new Stage(
            house.bus(),
            Constellation.read(house.folder().constellation()),
            house.bus().desk(ProjectId.OPERATOR.value(), around.clock(), around.ids()),
            chronicle,
            line ->
                around
                    .streams()
                    .out()
                    .println("          " + around.palette().paint(Tone.ACCENT, line)),
            house.cast());
    chronicle.start();
    return new Performance(chronicle, stage);
  }

  /** What has happened on this stage so far. */
  List<Recorded> records() {
    return chronicle.records();
  }

  @Override
  public void close() {
    stage.close();
    chronicle.close();
  }
}
