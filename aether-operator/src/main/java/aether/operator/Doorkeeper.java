package aether.operator;

import aether.bus.BusException;
import aether.desk.OperatorDesk;
import aether.web.AccessToken;
import aether.web.Problem;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever shows the token. Wrong ones are audited and soon no longer listened to: after
 * five in a minute everybody is turned away until the minute is over (D32).
 */
final class Doorkeeper {
  private static final String WHY = "missing or invalid operator token";

  private final AccessToken token;
  private final OperatorDesk desk;
  private final Throttle guesses;
  private final Throttle strangers;

  Doorkeeper(AccessToken token, OperatorDesk desk, InstantSource clock) {
    this.token = token;
    this.desk = desk;
    this.guesses = new Throttle(clock);
    this.strangers = new Throttle(clock);
  }

  /**
   * Lets a request in.
   *
   * @throws Problem 401 without the token, 429 after too many wrong ones
   */
  void admit(Context ctx) {
    long wait = guesses.shutFor();
    if (wait > 0) {
      if (guesses.isNews()) {
        audit(ctx, "too many wrong tokens; nobody is heard for " + wait + " seconds");
      }
      ctx.header("Retry-After", Long.toString(wait));
      throw new Problem(429, "too many wrong tokens; try again in " + wait + " seconds");
    }
    Optional<String> shown = Optional.ofNullable(ctx.header("Authorization"));
    if (token.isShownBy(shown)) {
      return;
    }
    if ((shown.isPresent() ? guesses : strangers).fail()) {
      audit(ctx, WHY);
    }
    ctx.header("WWW-Authenticate", "Bearer");
    throw new Problem(401, WHY);
  }

  /** A bus that is away does not let anybody in. */
  private void audit(Context ctx, String why) {
    try {
      desk.refused(ctx.path().substring(1), Optional.empty(), Optional.empty(), why);
    } catch (BusException e) {
      logger().atWarn().addKeyValue("reason", why).log("a refusal could not be audited");
    }
  }

  private static Logger logger() {
    return LoggerFactory.getLogger(Doorkeeper.class);
  }
}
