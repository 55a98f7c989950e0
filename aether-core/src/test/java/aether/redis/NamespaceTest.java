package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.write.Registrar;
import aether.config.BusAddress;
import aether.config.BusRoute;
import aether.config.Namespace;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several buses in one Redis. */
class NamespaceTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final Body BACKEND = new Body(new ProjectId("backend"), "serves", List.of("api"));

  @Test
  void two_buses_in_one_redis_know_nothing_of_each_other() {
    try (RedisBus one = RedisBus.connect(in("one"));
        RedisBus two = RedisBus.connect(in("two"));
        RedisBus usual = RedisBus.connect(redis.address())) {
      register(one);
      assertThat(one.observer().directory().bodies()).hasSize(1);
      assertThat(two.observer().directory().bodies()).isEmpty();
      assertThat(usual.observer().directory().bodies()).isEmpty();
      assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith("one:"));
    }
  }

  @Test
  void every_key_is_translated_and_nothing_else() throws ReflectiveOperationException {
    Namespace namespace = new Namespace("{two}");
    for (var field : Keys.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.getName().equals("DATA")) {
        String key = String.valueOf(field.get(null));
        assertThat(Keys.in(namespace, key)).isEqualTo(key.replaceFirst("aether:", "{two}:"));
      }
    }
    assertThat(Keys.in(namespace, Keys.inbox(BACKEND.id()))).isEqualTo("{two}:inbox:backend");
    assertThat(Keys.in(namespace, Keys.DATA)).isEqualTo("data");
    assertThat(Keys.in(namespace, Keys.group(BACKEND.id()))).isEqualTo("grp-backend");
    assertThat(Keys.in(Namespace.DEFAULT, Keys.EVENTS)).isSameAs(Keys.EVENTS);
  }

  private static void register(RedisBus bus) {
    Registrar registrar = bus.registrar();
    assertThat(registrar.register(BACKEND, false)).isNotNull();
  }

  private static List<String> keys() {
    return Stream.ofNullable(redis.call("KEYS", "*"))
        .flatMap(all -> ((List<?>) all).stream())
        .map(String::valueOf)
        .toList();
  }

  private static BusAddress in(String namespace) {
    return redis
        .address()
        .withRoute(new BusRoute(new Namespace(namespace), Optional.empty(), false));
  }
}
