package aether.redis.link;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail.Head;
import io.lettuce.core.StreamMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of {@code aether:audit}, and {@code aether:audit:head}. */
public final class AuditCodec {
  /** Where the first record is joined on. */
  public static final Head BEGINNING = new Head(0, AuditRecord.NONE);

  private static final String NUMBER = "n";
  private static final String PREVIOUS = "prev";
  private static final String HASH = "hash";
  private static final String DATA = "data";
  private static final Pattern HEAD = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})");

  private AuditCodec() {}

  /** The record of {@code data} behind {@code head}; the stream gives its position. */
  public static AuditRecord next(Head head, String data) {
    long number = head.number() + 1;
    String hash = AuditRecord.hash(number, head.hash(), data);
    return new AuditRecord("*", number, head.hash(), hash, data);
  }

  public static Map<String, String> encode(AuditRecord entry) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(NUMBER, Long.toString(entry.number()));
    fields.put(PREVIOUS, entry.previous());
    fields.put(HASH, entry.hash());
    fields.put(DATA, entry.data());
    return fields;
  }

  /** The record in a stream entry; what is missing is empty text, so that it shows. */
  public static AuditRecord decode(StreamMessage<String, String> entry) {
    Map<String, String> fields = entry.getBody();
    String number = fields.getOrDefault(NUMBER, "");
    return new AuditRecord(
        entry.getId(),
        number.matches("[1-9]\\d{0,17}") ? Long.parseLong(number) : 0,
        fields.getOrDefault(PREVIOUS, ""),
        fields.getOrDefault(HASH, ""),
        fields.getOrDefault(DATA, ""));
  }

  public static String encode(Head head) {
    return head.number() + " " + head.hash();
  }

  /** The head {@code value} stands for; empty when it is none. */
  public static Optional<Head> head(String value) {
    Matcher matcher = HEAD.matcher(value);
    return matcher.matches()
        ? Optional.of(new Head(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }
}
