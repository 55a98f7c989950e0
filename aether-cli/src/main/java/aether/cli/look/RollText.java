package aether.cli.look;

import aether.bus.Presence;
import aether.terminal.Palette;
import aether.terminal.Palette.Tone;
import aether.view.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The roll as lines of a terminal. */
record RollText(Palette palette, Instant now) {
  private static final int DESCRIPTION = 60;
  private static final int STATE = 9;

  List<String> lines(List<Roll.Line> roll) {
    if (roll.isEmpty()) {
      return List.of("Bodies: (none registered — run `aether client setup`)");
    }
    int width = roll.stream().mapToInt(line -> line.id().value().length()).max().orElse(0);
    return roll.stream().map(line -> line(line, width)).toList();
  }

  private String line(Roll.Line line, int width) {
    String state = line.presence().word();
    String queued = line.queued() == 0 ? "" : line.queued() + " queued  ";
    return ("  "
            + mark(line.presence())
            + " "
            + line.id()
            + " ".repeat(width - line.id().value().length())
            + " "
            + state
            + " ".repeat(STATE - state.length())
            + "  "
            + doing(line)
            + queued
            + palette.paint(Tone.FAINT, TerminalText.line(line.description(), DESCRIPTION)))
        .stripTrailing();
  }

  private String mark(Presence presence) {
    return switch (presence) {
      case Presence.Offline _ -> "○";
      case Presence.Killed _ -> palette.paint(Tone.BAD, "✕");
      case Presence.Idle _ -> palette.paint(Tone.GOOD, "●");
      case Presence.Thinking _ -> palette.paint(Tone.ACCENT, "◉");
      case Presence.Suspended _ -> palette.paint(Tone.WARNING, "◌");
    };
  }

  private String doing(Roll.Line line) {
    return switch (line.presence()) {
      case Presence.Idle _ -> line.since().map(start -> "for " + age(start) + "  ").orElse("");
      case Presence.Offline _ ->
          line.since().map(last -> "last heard of " + age(last) + " ago  ").orElse("");
      case Presence.Killed _ -> line.since().map(end -> "for " + age(end) + "  ").orElse("");
      case Presence.Thinking(var _, int turns, Instant since) ->
          (turns == 1 ? "1 turn" : turns + " turns") + " for " + age(since) + "  ";
      case Presence.Suspended(var _, String reason, _) ->
          TerminalText.line(reason, DESCRIPTION)
              + line.since().map(start -> ", for " + age(start)).orElse("")
              + "  ";
    };
  }

  private String age(Instant since) {
    long seconds = Math.max(0, Duration.between(since, now).toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    return seconds < 120
        ? seconds + " s"
        : minutes < 120 ? minutes + " min" : hours < 48 ? hours + " h" : hours / 24 + " d";
  }
}
