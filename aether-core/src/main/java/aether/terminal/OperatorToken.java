package aether.terminal;

import aether.config.Secret;
import java.util.Map;
import java.util.Optional;

/** The secret that makes an operator of whoever shows it (CONTRACT §9). */
public final class OperatorToken {
  /** The variable it stands in. */
  public static final String VARIABLE = "AETHER_OPERATOR_TOKEN";

  /** What examples say instead of a token. */
  private static final String PLACEHOLDER = "change-me";

  private OperatorToken() {}

  /** The token in {@code env}; a {@link Refusal} that says what is wrong with it. */
  public static Secret require(Map<String, String> env) {
    String token = env.getOrDefault(VARIABLE, "");
    if (token.isBlank() || token.equals(PLACEHOLDER)) {
      throw Refusal.usage(
          VARIABLE
              + (token.isBlank() ? " is not set" : " is still '" + PLACEHOLDER + "'")
              + "; set it to a secret, e.g. the output of 'openssl rand -hex 32'");
    }
    if (!token.equals(token.strip())) {
      throw Refusal.usage(VARIABLE + " begins or ends with white space, which no header can carry");
    }
    return new Secret(token);
  }

  /** The token in {@code env}, if a panel would start with it. */
  public static Optional<Secret> find(Map<String, String> env) {
    try {
      return Optional.of(require(env));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }
}
