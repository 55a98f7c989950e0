package aether.mcp.setup;

import java.util.Locale;

/** For whom a server is configured in Claude Code. */
enum Scope {
  /** Everybody who works in this project: {@code .mcp.json}. */
  PROJECT,

  /** This user, in this directory alone. */
  LOCAL,

  /** This user, everywhere. */
  USER;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
