package aether.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.config.Namespace;
import aether.config.Secret;
import aether.message.ProjectId;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rights that we write, on a Redis that has read them. */
@RequiresRedis7
class RightsTest {
  private static final ServerVersion VERSION = new ServerVersion(7, 0);
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final ProjectId FRONTEND = new ProjectId("frontend");

  private static final List<Account> ACCOUNTS =
      List.of(
          new Account.Body(BACKEND),
          new Account.Body(FRONTEND),
          Account.Session.of(BACKEND),
          new Account.Consult(),
          new Account.Stargazer(),
          new Account.Operator(),
          new Account.Keeper());

  private final RedisServer.Private redis = RedisServer.Private.start();
  private final AclServer server = AclServer.connect(redis.address());
  private final AclCheck check = new AclCheck(server, Namespace.DEFAULT);

  @BeforeEach
  void everybody_has_a_user() {
    for (Account account : ACCOUNTS) {
      List<String> words =
          AclFile.setUser(account, Users.password(account), Namespace.DEFAULT, VERSION);
      assertThat(redis.call(words.toArray(String[]::new))).isEqualTo("OK");
    }
  }

  @AfterEach
  void end() {
    server.close();
    redis.close();
  }

  @Test
  void each_account_may_do_what_the_table_says_and_nothing_that_it_forbids() {
    AclCheck.Outcome outcome = check.table(ACCOUNTS);

    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.asked()).isGreaterThan(900);
  }

  @Test
  void rights_in_force_as_written_are_no_drift_though_redis_writes_them_in_other_words() {
    assertThat(drift()).isEmpty();
    assertThat(String.valueOf(redis.call("ACL", "LIST"))).doesNotContain(file().text());
  }

  @ParameterizedTest
  @CsvSource({
    "body-backend, +@read, may run",
    "body-backend, +flushall, may run",
    "body-backend, +xpending, may run",
    "body-backend, ~*, rights to other keys",
    "body-backend, %R~aether:events, rights to other keys",
    "body-frontend, (+get ~aether:control:*), rights to other keys",
    "stargazer, +set, may run",
    "stargazer, nopass, another password",
    "operator, -hset, may not run: hset",
    "consult, off, may not enter",
    "keeper, >another, another password",
    "consult, &*, has also"
  })
  void whatever_is_changed_on_the_server_is_drift(String user, String rule, String told) {
    redis.call("ACL", "SETUSER", user, rule);

    assertThat(drift())
        .isNotEmpty()
        .allSatisfy(fault -> assertThat(fault).startsWith("'" + user + "'"))
        .anySatisfy(fault -> assertThat(fault).contains(told));
  }

  @ParameterizedTest
  @CsvSource({
    "body-backend, +@read",
    "body-backend, %R~aether:events",
    "body-backend, +@admin",
    "body-frontend, ~aether:control:*",
    "backend-mcp, (+xadd %W~aether:broadcast)",
    "stargazer, +set ~aether:control:*",
    "operator, (+xtrim %W~aether:audit)",
    "keeper, +acl|setuser"
  })
  void the_table_notices_a_right_too_many(String user, String rules) {
    Stream.of(rules.startsWith("(") ? new String[] {rules} : rules.split(" ", -1))
        .forEach(rule -> redis.call("ACL", "SETUSER", user, rule));

    assertThat(check.table(ACCOUNTS).faults())
        .anySatisfy(fault -> assertThat(fault).contains("'" + user + "'", "and should not"));
  }

  @Test
  void in_another_namespace_the_rights_are_the_same_and_reach_no_further() {
    Namespace other = new Namespace("{shop}");
    for (Account account : ACCOUNTS) {
      List<String> words = AclFile.setUser(account, Users.password(account), other, VERSION);
      assertThat(redis.call(words.toArray(String[]::new))).isEqualTo("OK");
    }

    assertThat(new AclCheck(server, other).table(ACCOUNTS).faults()).isEmpty();
    assertThat(check.table(ACCOUNTS).faults()).isEmpty();
    assertThat(redis.call("ACL", "DRYRUN", "shop@operator", "DEL", "aether:control:conv:c"))
        .asString()
        .contains("no permissions");
  }

  @Test
  void a_user_too_many_and_one_too_few_are_drift() {
    redis.call("ACL", "SETUSER", "guest", "on", "nopass", "+@all", "~*");
    redis.call("ACL", "DELUSER", "consult");

    assertThat(drift())
        .contains(
            "the server knows a user 'guest' that is not in the file",
            "the server does not know the user 'consult'");
    assertThat(check.table(ACCOUNTS).faults())
        .contains("the server does not know the user 'consult'");
  }

  @Test
  void a_default_user_that_may_enter_is_drift() {
    redis.call("ACL", "SETUSER", "default", "on", "nopass");

    assertThat(check.drift(file()).faults()).contains("'default' may enter, and should not");
  }

  @Test
  void a_server_that_would_forget_its_transactions_is_found_out() {
    AclFile before = AclFile.parse(file().text().replaceFirst("-@all [^\n]*", "-@all"));

    assertThat(check.drift(before).faults())
        .anySatisfy(fault -> assertThat(fault).contains("append-only file", "`aether bus acl`"));
  }

  /** Drift beside the default user, under whom these tests work. */
  private List<String> drift() {
    return check.drift(file()).faults().stream()
        .filter(fault -> !fault.startsWith("'default'"))
        .toList();
  }

  private static AclFile file() {
    Map<Account, Secret> passwords = new LinkedHashMap<>();
    ACCOUNTS.forEach(each -> passwords.put(each, Users.password(each)));
    return AclFile.of(passwords, Namespace.DEFAULT, VERSION);
  }
}
