package aether.observatory.audit;

import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands on a real Redis, read past all ports. */
@FunctionalInterface
public interface RawRedis {
  /** The reply of one command. */
  @Nullable Object call(String... command);

  /** An entry of a stream. */
  record Standing(String id, Optional<Envelope> message) {}

  /** The messages in an inbox. */
  default List<Envelope> inbox(ProjectId id) {
    return range(Keys.inbox(id), "-").stream().flatMap(entry -> entry.message().stream()).toList();
  }

  /** The entries of {@code stream} from {@code start} on; {@code (id}: after it. */
  default List<Standing> range(String stream, String start) {
    return list(call("XRANGE", stream, start, "+")).stream().map(RawRedis::standing).toList();
  }

  /** The entries of an inbox that nobody was ever given. */
  default List<Standing> unread(ProjectId id) {
    String given = "";
    for (Object group : groups(id)) {
      given = field(group, "last-delivered-id").map(String::valueOf).orElse("");
    }
    return range(Keys.inbox(id), given.isEmpty() ? "-" : "(" + given);
  }

  /** The ids of an inbox's entries that were given and not settled. */
  default List<String> pending(ProjectId id) {
    return groups(id).isEmpty()
        ? List.of()
        : list(call("XPENDING", Keys.inbox(id), Keys.group(id), "-", "+", "100000")).stream()
            .map(entry -> String.valueOf(list(entry).getFirst()))
            .toList();
  }

  /**
   * How many entries a stream was ever given; empty when this Redis does not count, or has none.
   */
  default OptionalLong everAdded(String stream) {
    return isStream(stream)
        ? field(call("XINFO", "STREAM", stream), "entries-added").stream()
            .mapToLong(count -> Long.parseLong(String.valueOf(count)))
            .findFirst()
        : OptionalLong.empty();
  }

  private List<?> groups(ProjectId id) {
    return isStream(Keys.inbox(id)) ? list(call("XINFO", "GROUPS", Keys.inbox(id))) : List.of();
  }

  private boolean isStream(String key) {
    return "stream".equals(String.valueOf(call("TYPE", key)));
  }

  private static Standing standing(Object entry) {
    List<?> fields = list(list(entry).get(1));
    List<String> texts = new ArrayList<>();
    fields.forEach(field -> texts.add(String.valueOf(field)));
    int data = texts.indexOf("data");
    Optional<Envelope> message =
        Stream.of(data)
            .filter(at -> at >= 0 && at % 2 == 0)
            .map(at -> EnvelopeCodec.decode(texts.get(at + 1)))
            .flatMap(decoded ->
                decoded instanceof Decoded.Valid(Envelope envelope)
                    ? Stream.of(envelope)
                    : Stream.of())
            .findFirst();
    return new Standing(String.valueOf(list(entry).getFirst()), message);
  }

  private static Optional<Object> field(@Nullable Object map, String name) {
    List<?> flat = list(map);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      if (name.equals(String.valueOf(flat.get(i)))) {
        return Optional.ofNullable(flat.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static List<?> list(@Nullable Object reply) {
    return reply instanceof List<?> items ? items : List.of();
  }
}
