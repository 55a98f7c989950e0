package aether.cli.demo;

import aether.bus.Recorded;
import aether.terminal.Palette.Tone;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every scenario, one after the other, on one bus. */
final class Tour {
  private final Performance.House house;
  private final Map<Scenario, Verdict> verdicts = new EnumMap<>(Scenario.class);
  private final List<Recorded> records = new ArrayList<>();

  Tour(Performance.House house) {
    this.house = house;
  }

  /** Plays them all, whatever comes of one. */
  void play() throws InterruptedException {
    PrintWriter out = house.around().streams().out();
    for (Scenario scenario : Scenario.values()) {
      out.println();
      out.println(
          house.around().palette().paint(Tone.STRONG, scenario.label())
              + ": "
              + scenario.promise());
      try (Performance performance = Performance.open(house, scenario.told())) {
        Verdict verdict = scenario.act().play(performance.stage());
        verdicts.put(scenario, verdict);
        records.addAll(performance.records());
        out.println("  " + verdict.line());
      }
    }
  }

  /** What has happened in all of them. */
  List<Recorded> records() {
    return List.copyOf(records);
  }

  /** How many showed what they promise; a line for each that did not stands above. */
  Verdict verdict() {
    long kept = verdicts.values().stream().filter(Verdict::kept).count();
    String line =
        "tour: %d of %d scenarios showed what they promise"
            .formatted(kept, Scenario.values().length);
    return new Verdict(kept == Scenario.values().length, line);
  }
}
