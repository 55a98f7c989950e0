package aether.redis.acl;

import aether.config.Account;
import aether.config.Namespace;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that an account may do, or may not. The table of them says what {@link Rights} are
 * meant to say, and is written by hand, apart from them.
 *
 * @param command its words, the command first
 */
record Expectation(Account account, boolean allowed, List<String> command) {
  private static final String TABLE = "rights.txt";
  private static final String EVERYBODY = "all";
  private static final Pattern ROW = Pattern.compile("(\\w+) +(may|not) +(\\S.*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  Expectation {
    command = List.copyOf(command);
  }

  /** All rows about {@code account} on the bus {@code namespace}, beside a Body {@code peer}. */
  static List<Expectation> of(Account account, ProjectId peer, Namespace namespace) {
    List<Expectation> rows = new ArrayList<>();
    for (String line : table().lines().toList()) {
      Matcher row = ROW.matcher(line.strip());
      if (!line.startsWith("#") && row.matches()) {
        String who = row.group(1);
        if (who.equals(role(account)) || who.equals(EVERYBODY)) {
          rows.add(
              new Expectation(
                  account,
                  row.group(2).equals("may"),
                  words(row.group(3), account, peer).stream()
                      .map(word -> Keys.in(namespace, word))
                      .toList()));
        }
      }
    }
    return rows;
  }

  private static String role(Account account) {
    return switch (account) {
      case Account.Body _ -> "body";
      case Account.Session _ -> "session";
      case Account.Consult _ -> "consult";
      case Account.Stargazer _ -> "stargazer";
      case Account.Operator _ -> "operator";
      case Account.Keeper _ -> "keeper";
    };
  }

  private static List<String> words(String command, Account account, ProjectId peer) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(
          text.replace("{id}", id(account))
              .replace("{peer}", peer.value())
              .replace("{conv}", "c1"));
    }
    return words;
  }

  private static String id(Account account) {
    return switch (account) {
      case Account.Body(ProjectId id) -> id.value();
      case Account.Session(ProjectId family) -> family.value();
      case Account.Consult _, Account.Stargazer _, Account.Operator _, Account.Keeper _ ->
          account.user();
    };
  }

  private static String table() {
    try (InputStream in =
        Objects.requireNonNull(Expectation.class.getResourceAsStream(TABLE), TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
