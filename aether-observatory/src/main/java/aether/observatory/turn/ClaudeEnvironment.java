package aether.observatory.turn;

import aether.config.AgentVariables;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment {@code claude} is given: what it needs to run and to log in, and what confines
 * it. Everything else of the daemon's own stays out, above all its secrets.
 */
final class ClaudeEnvironment {
  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "TMPDIR",
          "NODE_EXTRA_CA_CERTS",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "CLAUDE_CONFIG_DIR",
          "CLAUDE_CODE_OAUTH_TOKEN",
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_VERTEX",
          "CLAUDE_CODE_USE_FOUNDRY",
          "CLAUDE_CODE_SKIP_BEDROCK_AUTH",
          "CLAUDE_CODE_SKIP_VERTEX_AUTH",
          "CLAUDE_CODE_SKIP_FOUNDRY_AUTH",
          "CLAUDE_CODE_CLIENT_CERT",
          "CLAUDE_CODE_CLIENT_KEY",
          "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE",
          // Windows starts no process without these.
          "SYSTEMROOT",
          "SYSTEMDRIVE",
          "COMSPEC",
          "PATHEXT",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "TEMP",
          "TMP");
  private static final List<String> PREFIXES = List.of("LC_", "SSL_CERT_", "ANTHROPIC_");
  private static final List<String> BEDROCK = List.of("AWS_");
  private static final List<String> VERTEX =
      List.of("GOOGLE_", "CLOUD_ML_REGION", "VERTEX_REGION_");

  private static final Map<String, String> FIXED =
      Map.of(
          "CLAUDE_CODE_DISABLE_ATTACHMENTS",
          "1",
          "CLAUDE_CODE_DISABLE_CLAUDE_MDS",
          "1",
          "CLAUDE_CODE_DISABLE_AUTO_MEMORY",
          "1",
          "CLAUDE_CODE_MAX_RETRIES",
          "3",
          "API_TIMEOUT_MS",
          "120000",
          "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
          "1",
          "DISABLE_AUTOUPDATER",
          "1",
          AgentVariables.HEADLESS,
          "1");

  private ClaudeEnvironment() {}

  /** The child's environment out of {@code parent}; what is fixed here wins. */
  static Map<String, String> of(Map<String, String> parent) {
    Map<String, String> child = new TreeMap<>();
    parent.forEach((name, value) -> {
      if (isAllowed(name.toUpperCase(Locale.ROOT), parent)) {
        child.put(name, value);
      }
    });
    child.putAll(FIXED);
    return child;
  }

  private static boolean isAllowed(String name, Map<String, String> parent) {
    return NAMES.contains(name)
        || startsWithAny(name, PREFIXES)
        || (parent.containsKey("CLAUDE_CODE_USE_BEDROCK") && startsWithAny(name, BEDROCK))
        || (parent.containsKey("CLAUDE_CODE_USE_VERTEX") && startsWithAny(name, VERTEX));
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
