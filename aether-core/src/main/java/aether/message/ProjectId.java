package aether.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Body, or what a sender claims to be its name (CONTRACT §1, §2).
 *
 * <p>Any non-blank text of at most 255 characters can be held, because the bus carries such ids;
 * only a {@linkplain #isSafe() safe} one may become part of a key or be answered.
 *
 * @param value the id as it stands on the wire
 */
public record ProjectId(String value) implements Comparable<ProjectId> {
  /** The sender of messages that a human injects. */
  public static final ProjectId OPERATOR = new ProjectId("operator");

  /** The address of a wave on the wire; never the id of a Body. */
  public static final String BROADCAST = "broadcast";

  /** Ids with this prefix belong to clients that wait for one answer and go away. */
  public static final String TRANSIENT_PREFIX = "consult-";

  /** Interactive sessions of a project have its id and this; all but the first a number behind. */
  public static final String SESSION_SUFFIX = "-mcp";

  private static final Pattern SESSION =
      Pattern.compile("(.+)" + SESSION_SUFFIX + "(-[0-9]{1,4})?");

  /** No {@linkplain #isSafe() safe} id is longer. */
  public static final int MAX_LENGTH = Ids.MAX_SAFE_LENGTH;

  /** What a {@linkplain #isSafe() safe} id is made of, for an error that refuses another. */
  public static final String SPELLING = Ids.SPELLING;

  public ProjectId {
    Ids.require("project id", value);
  }

  /** The id {@code text}; empty when that is no {@linkplain #isSafe() safe} one. */
  public static Optional<ProjectId> parse(String text) {
    return Ids.isSafe(text)
        ? Optional.of(new ProjectId(text)).filter(ProjectId::isSafe)
        : Optional.empty();
  }

  /**
   * The id a user meant by what they typed: lowercase, every run of characters outside {@code
   * [a-z0-9]} one underscore, none at the ends, {@code project} when nothing is left (CONTRACT §1,
   * {@code sanitize_id}).
   */
  public static ProjectId typed(String text) {
    String id =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    return new ProjectId(id.isEmpty() ? "project" : id);
  }

  /** Whether this id may stand in a Redis key, be registered and be answered. */
  public boolean isSafe() {
    return Ids.isSafe(value) && !value.equals(BROADCAST);
  }

  /** Whether this is a client that waits for answers, or a {@linkplain #isSession() session}. */
  public boolean isTransient() {
    return value.startsWith(TRANSIENT_PREFIX) || isSession();
  }

  /** Whether this is an interactive session of a project, of whom there may be several. */
  public boolean isSession() {
    return SESSION.matcher(value).matches();
  }

  /** The project whose {@linkplain #isSession() session} this is. */
  public Optional<ProjectId> project() {
    Matcher session = SESSION.matcher(value);
    return session.matches() ? Optional.of(new ProjectId(session.group(1))) : Optional.empty();
  }

  @Override
  public int compareTo(ProjectId other) {
    return value.compareTo(other.value);
  }

  // Written out: what the compiler would write makes classes at run time, which every start pays
  // for.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProjectId(String its) && value.equals(its);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
