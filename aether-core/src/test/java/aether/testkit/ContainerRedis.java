package aether.testkit;

import aether.config.BusAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container. Apart, so that nothing else needs Testcontainers on the class path. */
final class ContainerRedis {
  private static final String IMAGE = "redis:7";
  private static final int PORT = 6379;

  private ContainerRedis() {}

  /** Whether Docker answers; asked only where something points to a Docker. */
  static boolean isPossible() {
    return isLikely(System.getenv(), Path.of("/var/run/docker.sock"))
        && DockerClientFactory.instance().isDockerAvailable();
  }

  static boolean isLikely(Map<String, String> env, Path socket) {
    return !env.getOrDefault("DOCKER_HOST", "").isBlank() || Files.exists(socket);
  }

  /** Starts one that ends with this JVM. */
  @SuppressWarnings("resource")
  static BusAddress start() {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(PORT);
    container.start();
    return new BusAddress(
        container.getHost(),
        container.getMappedPort(PORT),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
