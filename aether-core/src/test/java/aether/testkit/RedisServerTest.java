package aether.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.Secret;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  @RepeatedTest(2)
  void it_answers_and_is_empty_before_each_test() {
    assertThat(redis.call("DBSIZE")).isEqualTo(0L);
    assertThat(redis.call("SET", "k", "v")).isEqualTo("OK");
    assertThat(redis.call("GET", "k")).isEqualTo("v");
    assertThat(redis.call("GET", "absent")).isNull();
  }

  @Test
  void all_of_one_jvm_share_one_server() {
    assertThat(RedisServer.start()).isSameAs(redis);
  }

  @Test
  void a_private_server_survives_being_killed() {
    try (RedisServer.Private server = RedisServer.Private.start()) {
      server.call("XADD", "s", "*", "data", "one");
      int port = server.address().port();
      server.kill9();
      assertThatThrownBy(() -> server.call("PING")).isInstanceOf(UncheckedIOException.class);

      server.restart();
      assertThat(server.address().port()).isEqualTo(port);
      assertThat(server.call("XLEN", "s")).isEqualTo(1L);
    }
  }

  @Test
  void a_private_server_ends_when_it_is_closed() {
    RedisServer.Private server = RedisServer.Private.start(new Secret("open sesame"));
    assertThat(server.call("PING")).isEqualTo("PONG");
    server.close();
    assertThat(server.process().isAlive()).isFalse();
  }

  @Test
  void docker_is_asked_only_where_something_points_to_one(@TempDir Path dir) throws Exception {
    Path socket = dir.resolve("docker.sock");
    assertThat(ContainerRedis.isLikely(Map.of(), socket)).isFalse();
    assertThat(ContainerRedis.isLikely(Map.of("DOCKER_HOST", " "), socket)).isFalse();
    assertThat(ContainerRedis.isLikely(Map.of("DOCKER_HOST", "tcp://x:1"), socket)).isTrue();
    Files.createFile(socket);
    assertThat(ContainerRedis.isLikely(Map.of(), socket)).isTrue();
  }
}
