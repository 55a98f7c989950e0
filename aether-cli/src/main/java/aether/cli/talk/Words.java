package aether.cli.talk;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What a user typed, turned into the parts of a message or refused with the remedy. */
final class Words {
  private static final String STDIN = "-";

  private Words() {}

  /** The content of a message; {@code -} for the text means standard input. */
  static Content content(Intent intent, String text, Surroundings around) {
    String words = text.equals(STDIN) ? stdin(around) : text;
    if (words.isBlank()) {
      throw Refusal.usage("--text is empty; a message must stand on its own, so say something");
    }
    return new Content(intent, words);
  }

  static ConversationId conversation(String typed) {
    return ConversationId.parse(typed)
        .orElseThrow(() ->
            Refusal.usage(
                "'" + typed + "' cannot be a conversation id; use " + ConversationId.SPELLING));
  }

  /** The sender a user means: an id as it is when it is one, else cleaned (CONTRACT §1). */
  static ProjectId sender(String typed) {
    boolean tooLong = typed.length() > ProjectId.MAX_LENGTH;
    if (typed.isBlank() || tooLong || typed.equals(ProjectId.BROADCAST)) {
      throw Refusal.usage("'" + typed + "' cannot be a sender; give the id of a project");
    }
    return ProjectId.parse(typed)
        .filter(_ -> typed.equals(typed.toLowerCase(Locale.ROOT)))
        .orElseGet(() -> ProjectId.typed(typed));
  }

  private static String stdin(Surroundings around) {
    try {
      return around.streams().in().readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input: " + e.getMessage(), e);
    }
  }
}
