package aether.mcp;

import aether.bus.BusException;
import aether.bus.write.Handouts.Claim;
import aether.message.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each answer out once. What was claimed and whose giving was never confirmed, since a server
 * was killed in between, is handed out again with a word about it: rather twice than never. Safe
 * for use by several threads.
 */
final class Mailroom {
  private static final Logger LOG = LoggerFactory.getLogger(Mailroom.class);

  /**
   * An answer to be handed out.
   *
   * @param perhapsAgain whether a server that was killed may have handed it out already
   */
  record Letter(Envelope answer, boolean perhapsAgain) {}

  /** What this process has handed out, confirmed or not. */
  private final Set<List<String>> given = new HashSet<>();

  /** Takes those of {@code answers}, all of one thread, that are still to be handed out. */
  synchronized List<Letter> take(Session session, List<Envelope> answers) {
    List<Envelope> open = answers.stream().filter(answer -> !given.contains(key(answer))).toList();
    if (open.isEmpty()) {
      return List.of();
    }
    List<Claim> claims = session.sky().handouts().claim(session.family(), open, session.claimant());
    List<Letter> letters = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      boolean _ = given.add(key(open.get(i)));
      switch (claims.get(i)) {
        case FRESH, MINE -> letters.add(new Letter(open.get(i), false));
        case ABANDONED -> letters.add(new Letter(open.get(i), true));
        case GIVEN -> {}
      }
    }
    return letters;
  }

  /** Says that {@code letters} have reached the client. A bus that is away is told of it never. */
  void delivered(Session session, List<Letter> letters) {
    try {
      session
          .sky()
          .handouts()
          .confirm(session.family(), letters.stream().map(Letter::answer).toList());
    } catch (BusException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("a delivery is not confirmed");
    }
  }

  private static List<String> key(Envelope answer) {
    return List.of(
        answer.conversation().value(),
        answer.from().value(),
        answer.id().value(),
        String.valueOf(answer.isVerified()));
  }
}
