package aether.cli.bus;

import aether.config.Account;
import aether.config.AetherHome;
import aether.config.Namespace;
import aether.config.Passwords;
import aether.config.PrivateFile;
import aether.config.Secret;
import aether.redis.acl.AclFile;
import aether.redis.acl.ServerVersion;
import aether.redis.local.Binary;
import aether.terminal.Refusal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users of one bus on this machine: the file that its Redis reads, and their passwords beside
 * it. Users of other buses of that Redis stay in the file as they are.
 *
 * @param namespace which of the buses is meant
 */
record UsersFile(Path file, Passwords passwords, Namespace namespace) {
  /** What an older Redis lacks, and the remedy. */
  static final String TOO_OLD =
      "users with rights of their own need Redis 7.0 or newer (selectors, read-only and write-only"
          + " keys); install one, or name it in AETHER_REDIS_SERVER";

  private static final String NAME = "users.acl";

  /** That of the bus that this user runs. */
  static UsersFile ofLocalBus(AetherHome home, Namespace namespace) {
    return new UsersFile(home.bus().resolve(NAME), Passwords.ofLocalBus(home.bus()), namespace);
  }

  /** That of a bus elsewhere, whose passwords are {@code passwords}. */
  static UsersFile beside(Passwords passwords, Namespace namespace) {
    return new UsersFile(passwords.directory().resolve(NAME), passwords, namespace);
  }

  /** What stands in it, if it is there. */
  Optional<AclFile> read() {
    return PrivateFile.read(file).map(AclFile::parse);
  }

  /** The file, if it is there, for {@code binary} to read; refused when it is too old for that. */
  Optional<Path> forServer(Binary binary) {
    Optional<Path> there = read().map(_ -> file);
    boolean enough =
        ServerVersion.parse(binary.version()).filter(ServerVersion::isEnough).isPresent();
    if (there.isPresent() && !enough) {
      throw Refusal.failed(
          "Redis "
              + binary.version()
              + " ("
              + binary.path()
              + ") cannot read "
              + file
              + ": "
              + TOO_OLD
              + ", or delete the file for a bus with one password");
    }
    return there;
  }

  /**
   * Writes it for {@code accounts}: who has a password keeps it.
   *
   * @param anew whether everybody gets another password
   * @return who got a password
   */
  Set<Account> write(Collection<Account> accounts, ServerVersion version, boolean anew) {
    Map<Account, Secret> all = new LinkedHashMap<>();
    Set<Account> fresh = new LinkedHashSet<>();
    SecureRandom chance = new SecureRandom();
    for (Account account : accounts) {
      Optional<Secret> kept = anew ? Optional.empty() : passwords.find(account.user(namespace));
      Secret password = kept.orElseGet(() -> Secret.generate(chance));
      if (kept.isEmpty()) {
        passwords.write(account.user(namespace), password);
        fresh.add(account);
      }
      all.put(account, password);
    }
    AclFile ours = AclFile.of(all, namespace, version);
    AclFile whole = read().map(before -> ours.keeping(before, namespace)).orElse(ours);
    PrivateFile.write(file, whole.text());
    return fresh;
  }
}
