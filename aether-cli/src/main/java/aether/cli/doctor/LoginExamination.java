package aether.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the agent's client can say who it is: a key in the environment, or what its login has
 * left. Neither is tried, for that would cost; a login may have ended.
 */
public final class LoginExamination implements Examination {
  private static final String SUBJECT = "login";
  private static final List<String> KEYS =
      List.of(
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_AUTH_TOKEN",
          "CLAUDE_CODE_OAUTH_TOKEN",
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_VERTEX");

  private final Map<String, String> env;
  private final Path userHome;
  private final String os;

  /**
   * @param os as in the system property {@code os.name}
   */
  public LoginExamination(Map<String, String> env, Path userHome, String os) {
    this.env = Map.copyOf(env);
    this.userHome = userHome;
    this.os = os;
  }

  /** Why the client cannot say who it is, and what to do; empty when it can, or nobody knows. */
  public Optional<String> problem() {
    return look().stream()
        .flatMap(found -> found.remedy().stream().map(remedy -> found.sentence() + "; " + remedy))
        .findFirst();
  }

  @Override
  public List<Finding> look() {
    Optional<String> key =
        KEYS.stream().filter(name -> !env.getOrDefault(name, "").isBlank()).findFirst();
    if (key.isPresent()) {
      return List.of(Finding.ok(SUBJECT, key.get() + " is set"));
    }
    Path file = folder().resolve(".credentials.json");
    if (Files.isRegularFile(file)) {
      return List.of(Finding.ok(SUBJECT, file + " is there"));
    }
    return List.of(
        os.startsWith("Mac")
            ? Finding.ok(SUBJECT, "not known here: the keychain may hold it")
            : Finding.warning(
                SUBJECT,
                "no login was found: no key in the environment, and no " + file,
                "run `claude` once and /login, or set ANTHROPIC_API_KEY"));
  }

  private Path folder() {
    return Optional.ofNullable(env.get("CLAUDE_CONFIG_DIR"))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .orElseGet(() ->
            Optional.ofNullable(env.get("HOME")).map(Path::of).orElse(userHome).resolve(".claude"));
  }
}
