package aether.redis.acl;

import aether.config.Namespace;
import aether.redis.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commands, and the keys on which they are allowed: one selector of a Redis user, or its root.
 *
 * @param commands names in lower case, {@code command|subcommand} among them; never a category
 * @param keys patterns as Redis writes them: {@code ~x} to do all, {@code %R~x} to read, {@code
 *     %W~x} to write
 */
record Grant(Set<String> commands, Set<String> keys) {
  Grant {
    commands = new TreeSet<>(commands);
    keys = new TreeSet<>(keys);
  }

  /** Nothing. */
  static Grant none() {
    return new Grant(Set.of(), Set.of());
  }

  /** These with more commands, given as words with spaces between them. */
  Grant may(String words) {
    return new Grant(union(commands, Stream.of(words.split(" ", -1))), keys);
  }

  /** These on more keys, to be read and written. */
  Grant on(String... patterns) {
    return with("~", patterns);
  }

  /** These on more keys, to be read. */
  Grant reading(String... patterns) {
    return with("%R~", patterns);
  }

  /** These on more keys, to be written. */
  Grant writing(String... patterns) {
    return with("%W~", patterns);
  }

  /** The same on the keys of the bus {@code namespace}. */
  Grant in(Namespace namespace) {
    return new Grant(
        commands,
        keys.stream()
            .map(
                key -> key.substring(0, start(key)) + Keys.in(namespace, key.substring(start(key))))
            .collect(Collectors.toSet()));
  }

  /** Where the pattern begins. */
  private static int start(String key) {
    return key.indexOf('~') + 1;
  }

  /** The words that stand for it in an access list. */
  String text() {
    return Stream.concat(commands.stream().map(name -> "+" + name), keys.stream())
        .collect(Collectors.joining(" "));
  }

  private Grant with(String sign, String... patterns) {
    return new Grant(commands, union(keys, Stream.of(patterns).map(each -> sign + each)));
  }

  private static Set<String> union(Set<String> some, Stream<String> more) {
    List<String> all = new ArrayList<>(some);
    more.forEach(all::add);
    return Set.copyOf(all);
  }
}
