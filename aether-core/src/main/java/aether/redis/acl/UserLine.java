package aether.redis.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One user as a line of an ACL file, or of what {@code ACL LIST} answers.
 *
 * @param passwords SHA-256 of each, in hex
 * @param grants the root, then the selectors
 * @param others words that our files do not hold, {@code nopass} or {@code allkeys} among them
 */
record UserLine(
    String name, boolean on, Set<String> passwords, List<Grant> grants, Set<String> others) {
  private static final Set<String> EMPTYING =
      Set.of(
          "resetpass", "resetkeys", "resetchannels", "-@all", "sanitize-payload", "clearselectors");

  UserLine {
    passwords = Set.copyOf(passwords);
    grants = List.copyOf(grants);
    others = new TreeSet<>(others);
  }

  /**
   * The user that nobody is: without it a server lets everybody in. Its rights are for the server
   * alone ({@link Rights#replay}).
   */
  static UserLine nobody() {
    return new UserLine("default", false, Set.of(), List.of(Rights.replay()), Set.of());
  }

  String text() {
    StringBuilder line = new StringBuilder("user " + name + (on ? " on" : " off") + " resetpass");
    passwords.forEach(hash -> line.append(" #").append(hash));
    line.append(" resetkeys resetchannels -@all");
    String root = grants.getFirst().text();
    line.append(root.isEmpty() ? "" : " " + root);
    grants.stream()
        .skip(1)
        .forEach(each -> line.append(" (-@all ").append(each.text()).append(')'));
    return line.toString();
  }

  /** The user that {@code line} is; empty when it is none. */
  static Optional<UserLine> parse(String line) {
    String[] head = line.strip().split(" ", 3);
    if (head.length < 3 || !head[0].equals("user")) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(head[2].split("\\(", -1)));
    Set<String> words = words(parts.getFirst());
    List<Grant> grants = new ArrayList<>();
    grants.add(grant(words));
    parts.stream().skip(1).forEach(part -> grants.add(grant(words(part.replace(")", "")))));
    return Optional.of(
        new UserLine(
            head[1],
            words.contains("on"),
            words.stream()
                .filter(word -> word.startsWith("#"))
                .map(word -> word.substring(1))
                .collect(Collectors.toSet()),
            grants,
            words.stream().filter(UserLine::isOther).collect(Collectors.toSet())));
  }

  /** The keys of all grants, each of them as one text. */
  List<String> keys() {
    return grants.stream().map(grant -> String.join(" ", grant.keys())).sorted().toList();
  }

  private static Grant grant(Set<String> words) {
    return new Grant(
        words.stream()
            .filter(word -> word.startsWith("+"))
            .map(word -> word.substring(1))
            .collect(Collectors.toSet()),
        words.stream().filter(UserLine::isKey).collect(Collectors.toSet()));
  }

  private static boolean isKey(String word) {
    return word.startsWith("~") || word.startsWith("%");
  }

  private static boolean isOther(String word) {
    return !(word.equals("on")
        || word.equals("off")
        || word.startsWith("#")
        || word.startsWith("+")
        || word.startsWith("-")
        || isKey(word)
        || EMPTYING.contains(word));
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>(List.of(text.strip().split("\\s+", -1)));
    words.remove("");
    return words;
  }
}
