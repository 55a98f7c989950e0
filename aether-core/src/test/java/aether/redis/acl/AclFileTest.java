package aether.redis.acl;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.config.Namespace;
import aether.config.Secret;
import aether.message.ProjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclFileTest {
  private static final Set<String> NEVER =
      Set.of(
          "eval",
          "eval_ro",
          "evalsha",
          "evalsha_ro",
          "script",
          "function",
          "fcall",
          "fcall_ro",
          "keys",
          "scan",
          "config",
          "debug",
          "module",
          "monitor",
          "flushall",
          "flushdb",
          "client",
          "acl",
          "object",
          "sort",
          "xgroup",
          "xinfo");

  @Test
  void no_category_is_granted_and_nobody_may_run_a_script() {
    String text = file(new ServerVersion(7, 2)).text();

    assertThat(text).doesNotContain("+@", "allcommands", "allkeys", "~* ", "nopass", "&*");
    assertThat(words(text).stream().filter(word -> word.startsWith("+")).map(w -> w.substring(1)))
        .doesNotContainAnyElementsOf(NEVER);
  }

  @Test
  void the_default_user_is_off_and_everybody_else_begins_with_nothing() {
    assertThat(file(ServerVersion.OLDEST).text().lines())
        .first()
        .asString()
        .startsWith("user default off resetpass resetkeys resetchannels -@all +");
    assertThat(file(ServerVersion.OLDEST).text().lines().skip(1))
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(line)
                .matches(
                    "user \\S+ on resetpass #[0-9a-f]{64} resetkeys resetchannels -@all \\+.*"));
  }

  @Test
  void it_holds_hashes_and_no_password() {
    assertThat(file(ServerVersion.OLDEST).text()).doesNotContain("secret-of-");
  }

  @Test
  void a_word_that_an_older_redis_does_not_know_is_left_out_for_it() {
    assertThat(file(new ServerVersion(7, 0)).text()).doesNotContain("setinfo");
    assertThat(file(new ServerVersion(7, 2)).text()).contains("+client|setinfo");
    assertThat(file(new ServerVersion(8, 0)).text()).contains("+client|setinfo");
  }

  @Test
  void what_is_written_is_read_again() {
    AclFile file = file(ServerVersion.OLDEST);

    assertThat(AclFile.parse(file.text()).text()).isEqualTo(file.text());
    assertThat(file.bodies(Namespace.DEFAULT))
        .containsExactlyInAnyOrder(id("backend"), id("operator"));
  }

  @Test
  void two_buses_of_one_redis_share_its_file() {
    Namespace shop = new Namespace("shop");
    AclFile usual = file(ServerVersion.OLDEST);
    AclFile other =
        AclFile.of(
            Map.of(new Account.Body(id("till")), new Secret("x")), shop, ServerVersion.OLDEST);

    AclFile both = other.keeping(usual, shop);

    assertThat(both.users()).containsAll(usual.users()).contains("shop@body-till");
    assertThat(both.bodies(shop)).containsExactly(id("till"));
    assertThat(both.bodies(Namespace.DEFAULT)).isEqualTo(usual.bodies(Namespace.DEFAULT));
    assertThat(usual.keeping(both, Namespace.DEFAULT).users()).isEqualTo(both.users());
    assertThat(both.text()).contains("~shop:inbox:till").doesNotContain("~aether:inbox:till");
  }

  @Test
  void a_body_named_like_another_account_has_a_user_of_its_own() {
    assertThat(file(ServerVersion.OLDEST).users())
        .contains("operator", "body-operator", "operator-mcp");
  }

  @ParameterizedTest
  @CsvSource({"7.0.15, true", "7.2, true", "8.1.0, true", "6.2.6, false", "6.2.6-v5, false"})
  void seven_is_enough(String version, boolean enough) {
    assertThat(ServerVersion.parse(version).orElseThrow().isEnough()).isEqualTo(enough);
  }

  private static Set<String> words(String text) {
    return text.lines()
        .flatMap(line -> List.of(line.replaceAll("[()]", "").split(" ", -1)).stream())
        .collect(Collectors.toSet());
  }

  private static AclFile file(ServerVersion version) {
    Map<Account, Secret> passwords = new LinkedHashMap<>();
    for (Account account :
        List.of(
            new Account.Body(id("backend")),
            new Account.Body(id("operator")),
            Account.Session.of(id("operator")),
            new Account.Consult(),
            new Account.Stargazer(),
            new Account.Operator(),
            new Account.Keeper())) {
      passwords.put(account, new Secret("secret-of-" + account.user()));
    }
    return AclFile.of(passwords, Namespace.DEFAULT, version);
  }

  private static ProjectId id(String value) {
    return new ProjectId(value);
  }
}
