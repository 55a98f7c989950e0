package aether.web;

import aether.terminal.Refusal;
import picocli.CommandLine.Option;

/** Where a server listens, as a user says it. */
public final class ListenOptions {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where to listen: this machine only. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Its port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  /**
   * @param port the one it has when the user names none
   */
  public ListenOptions(int port) {
    this.port = port;
  }

  public String host() {
    return host;
  }

  /**
   * The port; 0 for a free one.
   *
   * @throws Refusal when it can be none
   */
  public int port() {
    if (port < 0 || port > HIGHEST_PORT) {
      throw Refusal.usage("--port " + port + " is not between 0 and " + HIGHEST_PORT);
    }
    return port;
  }

  public boolean isLoopback() {
    return LoopbackSite.isLoopback(host);
  }
}
