package aether.identity;

import aether.bus.PublishedKey;
import aether.bus.PublishedKey.Predecessor;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key whose secret half this host has, and those it follows.
 *
 * @param line the newest first
 */
public record OwnKey(SigningKey key, List<Predecessor> line) {
  private static final Pattern FORM = Pattern.compile("(?s)(.*?\\npublic [^\\n]+\\n)(.*)");
  private static final Pattern AFTER = Pattern.compile("after (\\S+) (\\S+) (former|revoked)");
  private static final String REVOKED = "revoked";

  public OwnKey {
    line = List.copyOf(line);
  }

  static OwnKey generate() {
    return new OwnKey(SigningKey.generate(), List.of());
  }

  /** What stands in the registry of it. */
  public PublishedKey published() {
    return new PublishedKey(key.publicKey().text(), line);
  }

  /**
   * A new key that this one has signed over to.
   *
   * @param revoke whether what this one signs counts no more
   */
  OwnKey next(ProjectId id, boolean revoke) {
    SigningKey next = SigningKey.generate();
    return new OwnKey(next, Succession.publish(id, key, line, next.publicKey(), revoke).line());
  }

  /** As it stands in its file. */
  String text() {
    StringBuilder text = new StringBuilder(key.text());
    for (Predecessor before : line) {
      text.append("after ").append(before.text()).append(' ').append(before.proof()).append(' ');
      text.append(before.revoked() ? REVOKED : "former").append('\n');
    }
    return text.toString();
  }

  /** The key in the text of its file; empty when it holds none. */
  static Optional<OwnKey> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<Predecessor> line = new ArrayList<>();
    for (String each : parts.group(2).lines().filter(l -> !l.isBlank()).toList()) {
      Matcher before = AFTER.matcher(each);
      if (!before.matches()) {
        return Optional.empty();
      }
      line.add(new Predecessor(before.group(1), before.group(2), before.group(3).equals(REVOKED)));
    }
    return SigningKey.parse(parts.group(1)).map(key -> new OwnKey(key, line));
  }
}
