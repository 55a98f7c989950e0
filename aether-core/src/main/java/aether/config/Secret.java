package aether.config;

/**
 * A password. It never shows in a string, so that no log, error or record prints it.
 *
 * @param reveal the password itself
 */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
