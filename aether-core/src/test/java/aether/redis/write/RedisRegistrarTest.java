package aether.redis.write;

import static aether.redis.write.Letters.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.Body;
import aether.bus.Presence;
import aether.bus.write.Registrar;
import aether.bus.write.Registrar.Registration;
import aether.message.ProjectId;
import aether.wire.Json;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The registry on a real Redis. */
class RedisRegistrarTest {
  private static final ProjectId ID = new ProjectId("beta");
  private static final Body BETA = new Body(ID, "後端 API", List.of("api", "db"));

  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Registrar registrar;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    bus = RedisBus.connect(redis.address());
    registrar = bus.registrar();
  }

  @AfterEach
  void stop() {
    bus.close();
    redis.close();
  }

  /** The registry as the first Aether left it. */
  private static Map<String, String> golden() throws IOException {
    try (InputStream in =
        RedisRegistrarTest.class.getResourceAsStream("/fixtures/redis_keys.json")) {
      JsonNode keys =
          Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).orElseThrow();
      for (JsonNode pattern : keys.path("patterns")) {
        if (pattern.path("pattern").stringValue().equals("aether:registry")) {
          JsonNode hash = pattern.path("example").path("example");
          return hash.propertyNames().stream()
              .collect(
                  java.util.stream.Collectors.toMap(
                      name -> name, name -> hash.path(name).stringValue()));
        }
      }
      throw new AssertionError("no registry in the fixture");
    }
  }

  @Test
  void d29_an_entry_has_the_bytes_of_the_first_aether_and_no_working_dir() throws IOException {
    Map<String, String> golden = golden();
    assertThat(registrar.register(BETA, false)).isEqualTo(new Registration.Added());
    assertThat(plain.hget("aether:registry", "beta"))
        .isEqualTo(golden.get("beta"))
        .endsWith("\"working_dir\": null}");
    assertThat(registrar.register(new Body(new ProjectId("gamma"), "data", List.of()), false))
        .isEqualTo(new Registration.Added());
    assertThat(plain.hget("aether:registry", "gamma")).isEqualTo(golden.get("gamma"));
  }

  @Test
  void the_registry_of_the_first_aether_is_read_and_its_entries_count_as_the_same()
      throws IOException {
    plain.hset("aether:registry", golden());
    assertThat(bus.observer().directory().bodies().values())
        .extracting(body -> body.id().value())
        .containsExactly("alpha", "beta", "gamma", "me-mcp");
    assertThat(bus.observer().directory().find(ID)).contains(BETA);
    assertThat(registrar.register(BETA, false)).isEqualTo(new Registration.Unchanged());
    Body alpha = new Body(new ProjectId("alpha"), "frontend & design", List.of("ui", "react"));
    assertThat(registrar.register(alpha, false))
        .as("its working_dir is not compared")
        .isEqualTo(new Registration.Unchanged());
  }

  @Test
  void another_content_is_a_conflict_unless_forced() {
    registrar.register(BETA, false);
    Body other = new Body(ID, "something else", List.of());
    assertThat(registrar.register(other, false)).isEqualTo(new Registration.Conflict(BETA));
    assertThat(bus.observer().directory().find(ID)).contains(BETA);
    assertThat(registrar.register(other, true)).isEqualTo(new Registration.Replaced(BETA));
    assertThat(bus.observer().directory().find(ID)).contains(other);
  }

  @Test
  void an_entry_that_cannot_be_read_is_left_alone_unless_forced() {
    plain.hset("aether:registry", "beta", "garbage");
    assertThat(registrar.register(BETA, false)).isInstanceOf(Registration.Conflict.class);
    assertThat(plain.hget("aether:registry", "beta")).isEqualTo("garbage");
    assertThat(registrar.register(BETA, true)).isInstanceOf(Registration.Replaced.class);
  }

  @Test
  void the_address_of_waves_and_ids_that_name_no_key_are_never_registered() {
    for (String id : List.of("broadcast", "專案甲", "a:b")) {
      Body body = new Body(new ProjectId(id), "", List.of());
      assertThatThrownBy(() -> registrar.register(body, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + id + "'");
    }
    assertThat(plain.exists("aether:registry")).isZero();
  }

  @Test
  void unregistering_leaves_the_queues_alone() {
    registrar.register(BETA, false);
    bus.heartbeat(ID, Duration.ofSeconds(30)).beat(new Presence.Suspended(CLOCK.instant(), "x"));
    plain.xadd("aether:inbox:beta", Map.of("data", "{}"));

    assertThat(registrar.unregister(ID)).isTrue();

    assertThat(plain.keys("*")).containsExactly("aether:inbox:beta");
    assertThat(registrar.unregister(ID)).isFalse();
  }

  @Test
  void a_transient_identity_is_dismissed_with_all_its_traces_and_no_other_is() {
    ProjectId guest = new ProjectId("consult-1");
    registrar.register(new Body(guest, "guest", List.of()), false);
    bus.heartbeat(guest, Duration.ofSeconds(30)).beat(new Presence.Idle(CLOCK.instant()));
    plain.xadd("aether:inbox:consult-1", Map.of("data", "{}"));

    registrar.dismiss(guest);

    assertThat(plain.keys("*")).isEmpty();
    assertThatThrownBy(() -> registrar.dismiss(ID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'beta'");
  }
}
