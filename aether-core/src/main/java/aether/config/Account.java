package aether.config;

import aether.message.ProjectId;

/** Who a component is on a bus that gives each its own rights: every one has a Redis user. */
public sealed interface Account {
  /** The name of its Redis user on a bus that has its Redis to itself. */
  String user();

  /** The name of its Redis user where the bus is {@code namespace}: no other bus there has it. */
  default String user(Namespace namespace) {
    return namespace.equals(Namespace.DEFAULT) ? user() : prefix(namespace) + user();
  }

  /** What the names of all users of the bus {@code namespace} begin with; nothing for the usual. */
  static String prefix(Namespace namespace) {
    return namespace.equals(Namespace.DEFAULT)
        ? ""
        : namespace.name().replaceAll("[{}]", "") + SEPARATOR;
  }

  /** Stands between a namespace and a user; no id holds it. */
  String SEPARATOR = "@";

  /** What works under it, for a human. */
  String what();

  /** The Observatory of a Body. */
  record Body(ProjectId id) implements Account {
    /** What the users of all Bodies begin with, so that none has the name of another account. */
    public static final String PREFIX = "body-";

    @Override
    public String user() {
      return PREFIX + id;
    }

    @Override
    public String what() {
      return "the Observatory of '" + id + "'";
    }
  }

  /**
   * The interactive sessions of a project, over MCP.
   *
   * @param family the identity of the first of them, which ends in {@code -mcp}
   */
  record Session(ProjectId family) implements Account {
    public Session {
      if (!family.isSession()) {
        throw new IllegalArgumentException(
            "'" + family + "' is no session; its id ends in " + ProjectId.SESSION_SUFFIX);
      }
    }

    /** That of the sessions of the project {@code id}. */
    public static Session of(ProjectId id) {
      return new Session(new ProjectId(id + ProjectId.SESSION_SUFFIX));
    }

    @Override
    public String user() {
      return family.value();
    }

    @Override
    public String what() {
      return "the interactive sessions '" + family + "'";
    }
  }

  /** {@code aether consult}: a client that asks once and goes away. */
  record Consult() implements Account {
    @Override
    public String user() {
      return "consult";
    }

    @Override
    public String what() {
      return "`aether consult`";
    }
  }

  /** The dashboard, and every other command that only looks. */
  record Stargazer() implements Account {
    @Override
    public String user() {
      return "stargazer";
    }

    @Override
    public String what() {
      return "Stargazer, `aether who` and what else only looks";
    }
  }

  /** The human who decides: the panel, and the commands that send or change something. */
  record Operator() implements Account {
    @Override
    public String user() {
      return "operator";
    }

    @Override
    public String what() {
      return "the operator panel, `aether send` and what else decides";
    }
  }

  /** Who keeps the rights themselves, and can read no message. */
  record Keeper() implements Account {
    @Override
    public String user() {
      return "keeper";
    }

    @Override
    public String what() {
      return "`aether bus acl`, `aether bus status`";
    }
  }
}
