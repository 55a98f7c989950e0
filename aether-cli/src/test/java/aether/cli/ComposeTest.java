package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docker-compose.yml}, {@code Dockerfile} and {@code .env.example} promise. */
class ComposeTest {
  private static final Path ROOT = Certificates.script().getParent().getParent();

  @TempDir private Path temp;

  @Test
  void every_service_is_without_rights_it_does_not_need() throws IOException {
    assertThat(services().keySet()).isEqualTo(Set.of("redis", "stargazer", "operator"));
    services()
        .forEach((name, service) -> {
          assertThat(service.get("read_only")).as(name).isEqualTo(true);
          assertThat(String.valueOf(service.get("user"))).as(name).matches("[1-9]\\d*:[1-9]\\d*");
          assertThat(service.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
          assertThat(service.get("security_opt"))
              .as(name)
              .isEqualTo(List.of("no-new-privileges:true"));
          assertThat(map(service.get("healthcheck"))).as(name).containsKeys("test", "interval");
          assertThat(service).as(name).doesNotContainKeys("privileged", "pid");
        });
  }

  @Test
  void nothing_is_open_to_other_machines_unless_it_is_asked_for() throws IOException {
    Map<String, Object> redis = services().get("redis");
    assertThat(redis.get("ports"))
        .isEqualTo(List.of("127.0.0.1:6379:6379", "${AETHER_TLS_BIND:-127.0.0.1}:6380:6380"));
    for (String page : List.of("stargazer", "operator")) {
      Map<String, Object> service = services().get(page);
      assertThat(service.get("network_mode")).isEqualTo("host");
      assertThat(service).doesNotContainKey("ports");
      assertThat(service.get("command")).isEqualTo(List.of(page));
      assertThat(map(service.get("environment"))).containsEntry("AETHER_REDIS_HOST", "127.0.0.1");
    }
  }

  @Test
  void no_secret_stands_on_a_command_line() throws IOException {
    services()
        .forEach((name, service) -> {
          String argv =
              String.valueOf(service.get("command"))
                  + service.get("entrypoint")
                  + map(service.get("healthcheck")).get("test");
          // A doubled dollar is read by the shell inside; a single one would be filled in outside.
          assertThat(argv.replace("$$", "")).as(name).doesNotContain("$");
          assertThat(argv).doesNotContain("redis-cli -a", "--requirepass", "--pass");
        });
  }

  @Test
  void redis_writes_the_configuration_it_promises() throws Exception {
    assertThat(configuration(Map.of()))
        .contains("appendonly yes", "maxmemory-policy noeviction", "port 6379")
        .doesNotContain("requirepass", "tls-port");
    assertThat(configuration(Map.of("AETHER_REDIS_PASSWORD", "a\"b\\c d")))
        .contains("requirepass \"a\\\"b\\\\c d\"\n");
    Files.createDirectory(temp.resolve("certs"));
    Files.writeString(temp.resolve("certs/server.key"), "key");
    assertThat(configuration(Map.of())).contains("tls-port 6380", "tls-auth-clients yes");
    assertThat(configuration(Map.of("AETHER_REDIS_PASSWORD", "x")))
        .contains("tls-auth-clients optional");
    assertThat(configuration(Map.of("AETHER_REDIS_PASSWORD", "x", "AETHER_TLS_CLIENTS", "yes")))
        .contains("tls-auth-clients yes");
  }

  /** Runs the entry point's script with folders of this test in place of the container's. */
  private String configuration(Map<String, String> env) throws Exception {
    List<?> entrypoint = (List<?>) services().get("redis").get("entrypoint");
    Path run = Files.createDirectories(temp.resolve("run"));
    String script =
        String.valueOf(entrypoint.getLast())
            .replace("$$", "$")
            .replace("/run/aether", run.toString())
            .replace("/certs/server.key ", temp.resolve("certs/server.key") + " ")
            .replace("exec redis-server", "exec echo");
    ProcessBuilder sh = new ProcessBuilder("/bin/sh", "-euc", script).redirectErrorStream(true);
    sh.environment().put("AETHER_REDIS_PASSWORD", "");
    sh.environment().putAll(env);
    Process process = sh.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(() -> process.inputReader().lines().toList().toString())
        .isZero();
    return Files.readString(run.resolve("redis.conf"));
  }

  @Test
  void every_variable_is_explained_in_the_example_and_holds_no_secret() throws IOException {
    List<String> example = Files.readAllLines(ROOT.resolve(".env.example"));
    String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
    Stream.of(compose.split("(?<!\\$)\\$\\{"))
        .skip(1)
        .map(rest -> rest.split("[:}]", 2)[0])
        .forEach(name -> assertThat(example).anyMatch(line -> line.startsWith(name + "=")));
    assertThat(example).contains("AETHER_REDIS_PASSWORD=");
  }

  @Test
  void the_image_is_built_in_a_stage_of_its_own_and_runs_as_nobody_special() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("Dockerfile"));
    assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2);
    List<String> last =
        lines.subList(
            lines.lastIndexOf(lines.stream().filter(l -> l.startsWith("FROM ")).toList().getLast()),
            lines.size());
    assertThat(last).contains("USER 10001:10001").anyMatch(l -> l.contains("-jre"));
    assertThat(Files.readString(ROOT.resolve(".dockerignore"))).contains("certs\n", ".env\n");
  }

  @Test
  void docker_accepts_the_file_where_there_is_docker_compose() throws Exception {
    Process asked = start("docker", "compose", "version");
    if (asked == null || asked.waitFor() != 0) {
      System.err.println("NOT CHECKED: no `docker compose` here to read docker-compose.yml");
      return;
    }
    Process config =
        start("docker", "compose", "--file", ROOT + "/docker-compose.yml", "config", "--quiet");
    assertThat(config).isNotNull();
    String said =
        new String(config.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(config.waitFor()).as(said).isZero();
  }

  private static @org.jspecify.annotations.Nullable Process start(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return null;
    }
  }

  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Object> file =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(ROOT.resolve("docker-compose.yml")));
    Map<String, Map<String, Object>> services = new java.util.LinkedHashMap<>();
    map(file.get("services")).forEach((name, service) -> services.put(name, map(service)));
    return services;
  }

  @SuppressWarnings("unchecked") // YAML with text for keys, as compose files have
  private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object node) {
    return node instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
