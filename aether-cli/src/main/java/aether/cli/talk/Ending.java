package aether.cli.talk;

import aether.desk.Answer;
import aether.event.EventCodec;
import aether.view.TerminalText;

/** Why no reply came, for a human and for a program. */
record Ending(String status, String sentence) {
  /** The ending that {@code answer}, which is no reply, stands for. */
  static Ending of(Answer answer, String to, String patience, String conversation) {
    String kept = "; `aether transcript " + conversation + "` shows the whole of it";
    return switch (answer) {
      case Answer.Reply _ -> throw new IllegalArgumentException("a reply is no ending without one");
      case Answer.Late _ ->
          new Ending(
              "waiting",
              "no reply from '"
                  + to
                  + "' within "
                  + patience
                  + "; it is kept when it comes: `aether consult --resume "
                  + conversation
                  + "`");
      case Answer.Silence(String summary) ->
          new Ending(
              "silent",
              "'"
                  + to
                  + "' had nothing to reply"
                  + (summary.isBlank() ? "" : ": " + TerminalText.line(summary, 200))
                  + kept);
      case Answer.Stopped(var why) ->
          new Ending(
              "extinguished:" + EventCodec.canonicalReason(why),
              "the conversation was stopped (" + EventCodec.canonicalReason(why) + ")" + kept);
    };
  }
}
