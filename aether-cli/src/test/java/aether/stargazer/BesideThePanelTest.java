package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.testkit.Http;
import aether.testkit.Jvm;
import aether.testkit.Users;
import aether.testkit.browser.RequiresBrowser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stargazer's read-only suite, unchanged and under the same Redis user, while the operator's panel
 * runs in a process of its own on the same bus and is used.
 */
@RequiresBrowser
class BesideThePanelTest extends PageTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private static Path home;
  private static Process process;
  private static Http panel;

  @BeforeAll
  static void start_the_panel() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Jvm.command("aether.cli.Aether", "operator", "--port", "0"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Map.of("HOME", home.toString(), "AETHER_OPERATOR_TOKEN", TOKEN));
    builder.environment().putAll(Users.environment(redis.as(new Account.Operator())));
    process = builder.start();
    try (BufferedReader said = process.inputReader()) {
      String line = Objects.requireNonNullElse(said.readLine(), "");
      assertThat(line).contains("operator panel");
      panel = new Http(URI.create(line.replaceFirst(".*(http://\\S+).*", "$1")));
    }
  }

  @AfterAll
  static void end_it() {
    process.destroyForcibly();
  }

  @BeforeEach
  void use_it() {
    for (String path : List.of("/pause", "/resume")) {
      assertThat(
              panel
                  .send(
                      "POST",
                      path,
                      Map.of(
                          "Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"),
                      "{\"conversation_id\": \"beside\"}")
                  .status())
          .isEqualTo(200);
    }
  }
}
