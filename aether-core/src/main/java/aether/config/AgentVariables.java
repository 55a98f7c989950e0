package aether.config;

/** Variables of the environment that concern the agent's own program. */
public final class AgentVariables {
  /** The {@code claude} to run, a path or a name, instead of the one on the {@code PATH}. */
  public static final String PROGRAM = "AETHER_CLAUDE_BIN";

  /** Set for an agent that an Observatory has started, and for all it starts. */
  public static final String HEADLESS = "AETHER_HEADLESS";

  private AgentVariables() {}
}
