package aether.cli.doctor;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.ConfigException;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.config.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether each Body of this host has the password of its user, on a bus that has users. */
final class UsersExamination implements Examination {
  private static final String SUBJECT = "users";

  private final BusAddress bus;
  private final Passwords passwords;
  private final Path chart;

  UsersExamination(BusAddress bus, Passwords passwords, Path chart) {
    this.bus = bus;
    this.passwords = passwords;
    this.chart = chart;
  }

  /** Nothing where the bus has one password for all, or the chart cannot be read. */
  @Override
  public List<Finding> look() {
    List<String> known = passwords.users();
    if (known.isEmpty() || !Files.exists(chart)) {
      return List.of();
    }
    List<String> missing = bodies().filter(user -> !known.contains(user)).toList();
    return List.of(
        missing.isEmpty()
            ? Finding.ok(SUBJECT, known.size() + " passwords in " + passwords.directory())
            : Finding.warning(
                SUBJECT,
                "no password for " + String.join(", ", missing) + " in " + passwords.directory(),
                "`aether bus acl`, or bring its file here"));
  }

  private Stream<String> bodies() {
    try {
      return Constellation.read(chart).bodies().stream()
          .map(ConstellationBody::id)
          .map(id -> new Account.Body(id).user(bus.route().namespace()));
    } catch (ConfigException e) {
      return Stream.of();
    }
  }
}
