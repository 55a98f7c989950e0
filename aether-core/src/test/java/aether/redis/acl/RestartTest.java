package aether.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.config.Namespace;
import aether.config.Secret;
import aether.message.ProjectId;
import aether.redis.local.RespConnection;
import aether.testkit.OwnRedis;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that has read the users of a bus, and starts anew with what it has written down. */
@RequiresRedis7
class RestartTest {
  private static final Account OPERATOR = new Account.Operator();
  private static final List<Account> ACCOUNTS =
      List.of(
          new Account.Body(new ProjectId("backend")),
          Account.Session.of(new ProjectId("backend")),
          new Account.Consult(),
          new Account.Stargazer(),
          OPERATOR,
          new Account.Keeper());

  /** Written down in other words: as what they have done. */
  private static final Set<String> REWRITTEN = Set.of("xreadgroup", "xautoclaim");

  @TempDir private Path temp;
  private final int port = OwnRedis.freePort();
  private OwnRedis redis;

  @BeforeEach
  void a_bus_with_users() throws IOException {
    Map<Account, Secret> passwords = new LinkedHashMap<>();
    ACCOUNTS.forEach(each -> passwords.put(each, Users.password(each)));
    Path users = temp.resolve("users.acl");
    Files.writeString(users, AclFile.of(passwords, Namespace.DEFAULT, ServerVersion.OLDEST).text());
    redis =
        OwnRedis.start(
            temp,
            "--port",
            String.valueOf(port),
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--aclfile",
            users.toString());
  }

  @AfterEach
  void end() {
    redis.close();
  }

  /** The database is chosen within the first transaction: the server writes that down as well. */
  @Test
  void what_was_written_in_transactions_is_there_again() throws IOException {
    try (RespConnection operator = enter(OPERATOR)) {
      operator.call("MULTI");
      operator.call("XADD", "aether:inbox:backend", "*", "data", "{}");
      operator.call("SET", "aether:control:conv:c", "paused", "EX", "600");
      operator.call("HSET", "aether:registry", "backend", "{}");
      operator.call("EXEC");
    }
    redis.kill9();
    redis.again();

    try (RespConnection operator = enter(OPERATOR);
        RespConnection keeper = enter(new Account.Keeper())) {
      assertThat(operator.call("XLEN", "aether:inbox:backend")).isEqualTo(1L);
      assertThat(operator.call("GET", "aether:control:conv:c")).isEqualTo("paused");
      assertThat(operator.call("HGET", "aether:registry", "backend")).isEqualTo("{}");
      assertThat((List<?>) keeper.call("ACL", "LOG")).isEmpty();
    }
  }

  @Test
  void whatever_somebody_may_write_the_server_may_write_again() throws IOException {
    Set<String> written = new TreeSet<>();
    try (RespConnection keeper = enter(new Account.Keeper())) {
      all(keeper.call("COMMAND"))
          .filter(command -> ((List<?>) command.get(2)).contains("write"))
          .map(command -> String.valueOf(command.getFirst()))
          .forEach(written::add);
    }
    written.retainAll(granted());
    written.removeAll(REWRITTEN);

    assertThat(written).contains("xadd", "hset", "set", "xgroup|create");
    assertThat(Rights.replay().commands()).containsAll(written);
  }

  @Test
  void nobody_enters_as_the_user_under_whom_the_server_reads() throws IOException {
    try (RespConnection stranger =
        RespConnection.open("127.0.0.1", port, Optional.empty(), Duration.ofSeconds(5))) {
      assertThat(said(stranger, "DEL", "aether:registry")).contains("NOAUTH");
      assertThat(said(stranger, "AUTH", "default", "")).contains("WRONGPASS");
    }
  }

  /** Every command that {@code reply} tells of, and its subcommands. */
  private static Stream<List<?>> all(@Nullable Object reply) {
    return ((List<?>) Objects.requireNonNull(reply))
        .stream()
            .map(command -> (List<?>) command)
            .flatMap(command ->
                command.size() > 9
                    ? Stream.concat(Stream.of(command), all(command.get(9)))
                    : Stream.of(command));
  }

  private static Set<String> granted() {
    return ACCOUNTS.stream()
        .flatMap(account -> Rights.of(account, Namespace.DEFAULT, ServerVersion.OLDEST).stream())
        .flatMap(grant -> grant.commands().stream())
        .collect(Collectors.toSet());
  }

  private RespConnection enter(Account account) throws IOException {
    return RespConnection.open(
        "127.0.0.1",
        port,
        Optional.of(account.user()),
        Optional.of(Users.password(account)),
        Duration.ofSeconds(5));
  }

  private static String said(RespConnection connection, String... command) throws IOException {
    try {
      return String.valueOf(connection.call(command));
    } catch (RespConnection.Refused e) {
      return String.valueOf(e.getMessage());
    }
  }
}
