package aether.cli.bus;

import aether.config.Account;
import aether.config.BusAddress;
import aether.redis.acl.AclCheck;
import aether.terminal.OneLine;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What {@code aether bus acl} has to say. */
record AclReport(Surroundings around, BusAddress bus, UsersFile users, boolean json) {
  /** From when on a server does as the file says. */
  enum Force {
    NOW("in force now; who is connected under a password of before has to start anew"),
    AT_START("in force once the bus starts anew: aether bus stop && aether bus start"),
    ELSEWHERE("in force once the server has read it");

    private final String words;

    Force(String words) {
      this.words = words;
    }
  }

  /** The file was written for {@code all}, of whom {@code fresh} got a password. */
  void written(Set<Account> all, Set<Account> fresh, Force force) {
    PrintWriter out = around.streams().out();
    if (json) {
      ObjectNode node = Json.object().put("bus", bus.display());
      node.put("file", users.file().toString());
      node.put("passwords", users.passwords().directory().toString());
      all.forEach(each -> node.withArray("users").add(each.user(users.namespace())));
      fresh.forEach(each -> node.withArray("new").add(each.user(users.namespace())));
      out.println(Json.write(node.put("in_force", force == Force.NOW)));
      return;
    }
    out.println("users of the bus at " + bus.display() + ": " + all.size() + fresh(all, fresh));
    out.println("  file:      " + users.file());
    out.println("  passwords: " + users.passwords().directory() + ", a file for each");
    out.println("  " + force.words);
    if (force == Force.ELSEWHERE) {
      elsewhere().forEach(line -> out.println("  " + line));
    }
  }

  private String fresh(Set<Account> all, Set<Account> fresh) {
    if (fresh.isEmpty() || fresh.size() == all.size()) {
      return fresh.isEmpty() ? ", all known before" : "";
    }
    return fresh.stream()
        .map(account -> account.user(users.namespace()))
        .collect(Collectors.joining(", ", ", new among them: ", ""));
  }

  private List<String> elsewhere() {
    return List.of(
        "→ on its machine: copy the file there, write `aclfile /path/to/users.acl` into redis.conf"
            + " instead of requirepass, start Redis anew; the next time `ACL LOAD` is enough."
            + " Until then it refuses the commands of this user",
        "→ on each other machine: bring there, from the folder of passwords, the files body-<id> and"
            + " <id>-mcp of its Bodies, consult and stargazer, into ~/.aether/users/"
            + users.passwords().directory().getFileName()
            + " (the name is the bus as that machine names it: host-port)",
        "→ then: aether bus acl --check --redis-host "
            + bus.host()
            + " --redis-port "
            + bus.port());
  }

  /** What was found. @return whether nothing is wrong */
  boolean checked(AclCheck.Outcome table, AclCheck.Outcome drift) {
    List<String> faults =
        Stream.concat(table.faults().stream(), drift.faults().stream()).distinct().toList();
    PrintWriter out = around.streams().out();
    if (json) {
      ObjectNode node = Json.object().put("bus", bus.display()).put("well", faults.isEmpty());
      node.put("tried", table.asked() + drift.asked());
      faults.forEach(node.withArray("faults")::add);
      out.println(Json.write(node));
    } else {
      tell(table, "commands were tried (ACL DRYRUN): each user may do what it should, no more");
      tell(drift, "more: the server does as " + users.file() + " says");
      faults.forEach(this::tell);
    }
    return faults.isEmpty();
  }

  private void tell(AclCheck.Outcome outcome, String well) {
    if (outcome.faults().isEmpty()) {
      around
          .streams()
          .out()
          .println(
              around.palette().paint(Palette.Tone.GOOD, "✓") + " " + outcome.asked() + " " + well);
    }
  }

  private void tell(String fault) {
    around
        .streams()
        .out()
        .println(around.palette().paint(Palette.Tone.BAD, "✗") + " " + OneLine.of(fault));
  }
}
