package aether.redis.link;

import static java.math.BigInteger.ONE;

import aether.bus.BusException;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads that streams have in common. */
public final class Streams {
  private static final Pattern ENTRY_ID = Pattern.compile("\\d{1,20}-\\d{1,20}");
  private static final BigInteger LARGEST_PART = BigInteger.TWO.pow(Long.SIZE).subtract(ONE);

  private static final String LARGEST_ID = LARGEST_PART + "-" + LARGEST_PART;

  private Streams() {}

  /** The id of the newest entry. */
  public static Optional<String> end(Link link, String stream) {
    return link.ask(redis -> redis.xrevrange(stream, Range.unbounded(), Limit.from(1))).stream()
        .findFirst()
        .map(StreamMessage::getId);
  }

  /**
   * At most {@code count} entries strictly after {@code position}, waiting up to {@code patience}.
   */
  public static List<StreamMessage<String, String>> await(
      Lane lane, String stream, String position, int count, Duration patience) {
    return patiently(patience, block -> lane.ask(read(stream, position, count, block)));
  }

  /**
   * Repeats {@code read} until it returns something or {@code patience} is over. Each time it is
   * given how long to wait in Redis; not at all when that is below a millisecond.
   */
  public static <T> List<T> patiently(Duration patience, Function<Duration, List<T>> read) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      List<T> found = read.apply(left.compareTo(Lane.BLOCK_LIMIT) < 0 ? left : Lane.BLOCK_LIMIT);
      if (!found.isEmpty() || deadline - System.nanoTime() <= 0) {
        return found;
      }
    }
  }

  /**
   * Reads for a consumer of a group: after {@code >} what nobody was given yet, after an id what it
   * was given since and has not acknowledged.
   */
  @SuppressWarnings("unchecked") // an array of one element, made by the compiler
  public static Call<List<StreamMessage<String, String>>> readGroup(
      Consumer<String> consumer, String stream, String position, int count, Duration block) {
    StreamOffset<String> from = StreamOffset.from(stream, position);
    return redis -> redis.xreadgroup(consumer, args(count, block), from);
  }

  /** Whether an entry of a stream can have the id {@code text}: two unsigned numbers of 64 bits. */
  public static boolean isEntryId(String text) {
    return ENTRY_ID.matcher(text).matches() && Stream.of(text.split("-")).allMatch(Streams::fits);
  }

  /** Whether a stream can be read from {@code text}: an entry's id, or its first part. */
  public static boolean isPosition(String text) {
    return isEntryId(text) || isEntryId(text + "-0");
  }

  /**
   * Makes sure that {@code stream} takes another entry.
   *
   * @throws BusException.Unusable when it does not; a user without the right to ask is believed
   */
  public static void requireOpen(Asked redis, String stream) {
    try {
      if (reached(redis, stream).filter(LARGEST_ID::equals).isPresent()) {
        throw Failures.full(stream);
      }
    } catch (BusException.Denied e) {
      return;
    }
  }

  /** The id of the oldest entry. */
  public static Optional<String> first(Link link, String stream) {
    return link.ask(redis -> redis.xrange(stream, Range.unbounded(), Limit.from(1))).stream()
        .findFirst()
        .map(StreamMessage::getId);
  }

  /** Whether an entry of {@code stream} has this id. */
  public static boolean contains(Link link, String stream, String id) {
    return !link.ask(redis -> redis.xrange(stream, Range.create(id, id))).isEmpty();
  }

  /** Milliseconds of the epoch, by the clock that gives entries their ids. */
  public static long clock(Link link) {
    List<String> time = link.ask(redis -> redis.time());
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }

  /** The position below which no entry is younger than {@code age}, by the clock of the server. */
  public static String since(Link link, String stream, Duration age) {
    long now = clock(link);
    Optional<String> end = end(link, stream);
    boolean ahead = end.filter(id -> Long.compareUnsigned(part(id, 0), now) > 0).isPresent();
    return ahead || age.isZero() ? end.orElse("0-0") : now - age.toMillis() + "-0";
  }

  /**
   * The largest id that {@code stream} ever gave, trimmed or not; empty when there is no stream.
   */
  public static Optional<String> reached(Asked redis, String stream) {
    try {
      List<Object> told = redis.ask(r -> r.xinfoStream(stream));
      int at = told.indexOf("last-generated-id");
      return at < 0 ? Optional.empty() : Optional.of(String.valueOf(told.get(at + 1)));
    } catch (IllegalStateException e) {
      if (Failures.says(e, "ERR no such key")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The milliseconds that {@code entryId} begins with; at most {@link Long#MAX_VALUE}. */
  static long millis(String entryId) {
    long millis = part(entryId, 0);
    return millis < 0 ? Long.MAX_VALUE : millis;
  }

  @SuppressWarnings("unchecked") // an array of one element, made by the compiler
  private static Call<List<StreamMessage<String, String>>> read(
      String stream, String position, int count, Duration block) {
    StreamOffset<String> from = StreamOffset.from(stream, position);
    return redis -> redis.xread(args(count, block), from);
  }

  private static XReadArgs args(int count, Duration block) {
    XReadArgs args = XReadArgs.Builder.count(count);
    return block.toMillis() > 0 ? args.block(block.toMillis()) : args;
  }

  private static boolean fits(String digits) {
    return new BigInteger(digits).compareTo(LARGEST_PART) <= 0;
  }

  private static long part(String id, int index) {
    return Long.parseUnsignedLong(id.split("-", 2)[index]);
  }
}
