package aether.observatory.turn;

/**
 * Where it stands which children run, for whoever comes after this process if it is killed.
 * Implementations are safe for several threads.
 */
public interface ChildRegister {
  /**
   * A child is about to be started. When this returns, it is known to whoever comes after.
   *
   * @param mark what it and all its descendants bear in their environment
   * @throws aether.config.ConfigException when that cannot be written; then none may be started
   */
  void begins(String mark);

  /** The child with {@code mark} is {@code child}. */
  void runs(String mark, ProcessHandle child);

  /** Nothing of the child with {@code mark} is left. */
  void ended(String mark);

  /**
   * Ends what processes before this one have left running; returns when nothing of it is left, at
   * most about two seconds for each.
   */
  void endLeftovers();

  /** One for children of which nobody need know. */
  static ChildRegister none() {
    return new ChildRegister() {
      @Override
      public void begins(String mark) {}

      @Override
      public void runs(String mark, ProcessHandle child) {}

      @Override
      public void ended(String mark) {}

      @Override
      public void endLeftovers() {}
    };
  }
}
