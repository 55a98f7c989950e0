package aether.bus;

import aether.event.Event;
import aether.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One link of the audit trail: an operator's deed, chained to the one before it.
 *
 * @param position its place in the stream
 * @param number 1 for the first, then one more each time; 0 where that cannot be read
 * @param previous the hash of the record before, {@link #NONE} for the first
 * @param hash its own, over the number, {@code previous} and {@code data}
 * @param data the event as JSON, as in the mirror
 */
public record AuditRecord(String position, long number, String previous, String hash, String data) {
  /** Stands for the hash of the record before the first. */
  public static final String NONE = "0".repeat(64);

  /** The hash that a record of {@code data} must have: SHA-256 in lower-case hex digits. */
  public static String hash(long number, String previous, String data) {
    try {
      byte[] bytes = (number + "\n" + previous + "\n" + data).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** What was done; unrecognised when that cannot be read. */
  public Event event() {
    return EventCodec.decode(data);
  }
}
