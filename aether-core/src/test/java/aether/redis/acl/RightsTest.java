package aether.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.message.ProjectId;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rights that we write, on a Redis that has read them. */
class RightsTest {
  private static final ServerVersion VERSION = new ServerVersion(7, 0);
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final ProjectId FRONTEND = new ProjectId("frontend");

  static final List<Account> ACCOUNTS =
      List.of(
          new Account.Body(BACKEND),
          new Account.Body(FRONTEND),
          Account.Session.of(BACKEND),
          new Account.Consult(),
          new Account.Stargazer(),
          new Account.Operator(),
          new Account.Keeper());

  private final RedisServer.Private redis = RedisServer.Private.start();
  private AclServer server = AclServer.connect(redis.address());

  @BeforeEach
  void everybody_has_a_user() {
    ACCOUNTS.forEach(redis::as);
    redis.call("ACL", "SETUSER", "default", "on");
  }

  @AfterEach
  void end() {
    server.close();
    redis.close();
  }

  @Test
  void each_account_may_do_what_the_table_says_and_nothing_that_it_forbids() {
    AclCheck.Outcome outcome = new AclCheck(server).table(ACCOUNTS);
    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.asked()).isGreaterThan(700);
  }

  @Test
  void rights_that_are_in_force_as_written_are_no_drift() {
    AclCheck.Outcome outcome = new AclCheck(server).drift(file());
    assertThat(outcome.faults())
        .containsExactly(
            "'default' may enter, and should not", "'default' has also allcommands allkeys");
  }

  private static AclFile file() {
    Map<Account, aether.config.Secret> passwords = new LinkedHashMap<>();
    ACCOUNTS.forEach(each -> passwords.put(each, Users.password(each)));
    return AclFile.of(passwords, VERSION);
  }
}
