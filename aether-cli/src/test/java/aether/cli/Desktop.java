package aether.cli;

import aether.config.Account;
import aether.config.AetherHome;
import aether.config.BusAddress;
import aether.message.IdSource;
import aether.terminal.CommandLines;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user at a terminal with an empty home, who runs {@code aether} and reads what it prints. */
final class Desktop {
  private final Path home;
  private final Map<String, String> env = new HashMap<>();
  private Path directory;
  private String input = "";
  private boolean interactive;

  Desktop(Path home) {
    this.home = home;
    this.directory = home;
    env.put("HOME", home.toString());
  }

  /** What a command did. */
  record Result(int code, String out, String err) {}

  /** On {@code bus}, as whoever {@code bus} is entered. */
  Desktop on(BusAddress bus) {
    env.putAll(Users.environment(bus));
    return this;
  }

  /** As {@link #on(BusAddress)}, each command under its own user with no more than its rights. */
  Desktop on(RedisServer bus, Account... more) {
    return knowing(bus, more).on(bus.address());
  }

  /** Knows the passwords of the users of {@code bus}, on which it is not yet. */
  Desktop knowing(RedisServer bus, Account... more) {
    List<Account> accounts = new ArrayList<>(List.of(more));
    accounts.add(new Account.Operator());
    accounts.add(new Account.Stargazer());
    accounts.add(new Account.Consult());
    for (Account account : accounts) {
      if (!bus.as(account).equals(bus.address())) {
        Users.bring(account, bus.address(), new AetherHome(aether()));
      }
    }
    return this;
  }

  Desktop with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  Desktop in(Path project) {
    directory = project;
    return this;
  }

  /** Standard input of the next commands. */
  Desktop typing(String text) {
    input = text;
    return this;
  }

  Desktop atTerminal() {
    interactive = true;
    return this;
  }

  Path aether() {
    return home.resolve(".aether");
  }

  Result aether(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = run(new PrintWriter(out), new PrintWriter(err), args);
    return new Result(code, out.toString(), err.toString());
  }

  int run(PrintWriter out, PrintWriter err, String... args) {
    Surroundings around =
        new Surroundings(
            env,
            home,
            directory,
            new Streams(new BufferedReader(new StringReader(input)), out, err, interactive),
            InstantSource.system(),
            IdSource.random());
    int code = CommandLines.of(Aether.commandLine(around), around).execute(args);
    out.flush();
    err.flush();
    return code;
  }
}
