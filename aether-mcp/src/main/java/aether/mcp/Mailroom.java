package aether.mcp;

import aether.bus.BusException;
import aether.bus.write.Handouts.Claim;
import aether.message.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each answer out once. What another session of the project is about to hand out is left to
 * it. What was claimed and whose giving was never confirmed, since a server was killed in between,
 * is handed out again with a word about it: rather twice than never. Safe for use by several
 * threads.
 */
final class Mailroom {
  private static final Logger LOG = LoggerFactory.getLogger(Mailroom.class);

  /**
   * An answer to be handed out.
   *
   * @param perhapsAgain whether a server that was killed may have handed it out already
   */
  record Letter(Envelope answer, boolean perhapsAgain) {}

  /**
   * What was found.
   *
   * @param elsewhere whether another session is about to hand out an answer
   */
  record Taken(List<Letter> letters, boolean elsewhere) {
    static final Taken NOTHING = new Taken(List.of(), false);
  }

  /** What this process has handed out, confirmed or not. */
  private final Set<List<String>> given = ConcurrentHashMap.newKeySet();

  /** What a server that was killed may have handed out. */
  private final Set<List<String>> doubtful = ConcurrentHashMap.newKeySet();

  /** What has reached the client while the bus was away. */
  private final Queue<List<Envelope>> unconfirmed = new ConcurrentLinkedQueue<>();

  /** Takes those of {@code answers}, all of one thread, that are still to be handed out. */
  synchronized Taken take(Session session, List<Envelope> answers) {
    confirmEarlier(session);
    List<Envelope> open = answers.stream().filter(answer -> !given.contains(key(answer))).toList();
    if (open.isEmpty()) {
      return Taken.NOTHING;
    }
    List<Claim> claims = session.sky().handouts().claim(session.family(), open, session.claimant());
    List<Letter> letters = new ArrayList<>();
    boolean elsewhere = false;
    for (int i = 0; i < open.size(); i++) {
      switch (claims.get(i)) {
        case ABANDONED -> {
          boolean _ = doubtful.add(key(open.get(i)));
          letters.add(new Letter(open.get(i), true));
        }
        case FRESH, MINE ->
            letters.add(new Letter(open.get(i), doubtful.contains(key(open.get(i)))));
        case GIVEN -> {}
        case HELD -> elsewhere = true;
      }
      if (claims.get(i) != Claim.HELD) {
        boolean _ = given.add(key(open.get(i)));
      }
    }
    return new Taken(List.copyOf(letters), elsewhere);
  }

  /** Says that {@code letters} have reached the client. */
  void delivered(Session session, List<Letter> letters) {
    List<Envelope> answers = letters.stream().map(Letter::answer).toList();
    try {
      session.sky().handouts().confirm(session.family(), answers);
    } catch (BusException e) {
      boolean _ = unconfirmed.add(answers);
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("a delivery is confirmed later");
    }
  }

  /** Takes {@code letters} back: the client no longer waits for them. */
  synchronized void returned(Session session, List<Letter> letters) {
    List<Envelope> fresh =
        letters.stream().filter(letter -> !letter.perhapsAgain()).map(Letter::answer).toList();
    try {
      session.sky().handouts().release(session.family(), fresh, session.claimant());
    } catch (BusException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("a claim is kept");
    }
    letters.forEach(letter -> given.remove(key(letter.answer())));
  }

  private void confirmEarlier(Session session) {
    for (List<Envelope> next = unconfirmed.peek(); next != null; next = unconfirmed.peek()) {
      session.sky().handouts().confirm(session.family(), next);
      boolean _ = unconfirmed.remove(next);
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
