package aether.identity;

import aether.bus.PublishedKey;
import aether.bus.PublishedKey.Predecessor;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * The statement of a key that another follows it.
 *
 * @param proof its signature, base64
 */
record Succession(String statement, String proof) {
  /** What {@code before} says of {@code successor}. */
  static Succession of(ProjectId id, Predecessor before, PublicKey successor) {
    return new Succession(
        statement(id, before.text(), successor, before.revoked()), before.proof());
  }

  /** The published form of {@code successor}, which follows {@code old} and those before it. */
  static PublishedKey publish(
      ProjectId id, SigningKey old, List<Predecessor> line, PublicKey successor, boolean revoke) {
    String text = old.publicKey().text();
    List<Predecessor> all = new ArrayList<>();
    all.add(new Predecessor(text, old.sign(statement(id, text, successor, revoke)), revoke));
    all.addAll(line);
    return new PublishedKey(
        successor.text(), all.subList(0, Math.min(all.size(), PublishedKey.LONGEST_LINE)));
  }

  boolean isSigned(PublicKey by) {
    return by.verifies(statement, proof);
  }

  private static String statement(ProjectId id, String old, PublicKey next, boolean revoke) {
    return "aether-succession-1\n%s\n%s\n%s\n%s"
        .formatted(id, old, next.text(), revoke ? "revoked" : "former");
  }
}
