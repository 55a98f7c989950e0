package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Constellation;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RegisterTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private Desktop desktop;
  private Path profile;
  private Path chart;

  @BeforeEach
  void sit_down_in_a_project() throws IOException {
    Path project = Files.createDirectories(home.resolve("My-Project"));
    Files.writeString(project.resolve("README.md"), "# Orders\n\nSells orders.\n");
    desktop = new Desktop(home).knowing(REDIS).in(project);
    profile = desktop.aether().resolve("config.json");
    chart = desktop.aether().resolve("constellation.yaml");
  }

  @Test
  void one_command_chooses_the_bus_and_makes_this_project_a_body_on_it() {
    Desktop.Result result = register(REDIS.address().port());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("✓ registered body 'my_project'", "✓ bus: 127.0.0.1", "aether mcp setup");
    assertThat(profile).content().contains(String.valueOf(REDIS.address().port()));
    assertThat(Constellation.read(chart).bodies())
        .extracting(body -> body.id().value())
        .containsExactly("my_project");
    assertThat(desktop.aether("who").out()).contains("my_project");
  }

  @Test
  void a_bus_that_does_not_answer_leaves_everything_as_it_was() {
    Desktop.Result result = register(1);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("127.0.0.1:1");
    assertThat(profile).doesNotExist();
    assertThat(chart).doesNotExist();
  }

  @Test
  void an_id_that_another_has_is_refused_and_nothing_is_written() {
    try (RedisBus bus = RedisBus.connect(REDIS.address())) {
      Responder.register(new ProjectId("my_project"), bus);

      Desktop.Result result = register(REDIS.address().port());

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("'my_project'", "--force", "another --id");
      assertThat(profile).doesNotExist();
      assertThat(chart).doesNotExist();
      assertThat(bus.observer().directory().bodies().get(new ProjectId("my_project")))
          .satisfies(body -> assertThat(body.description()).isEqualTo("answers my_project"));
    }
  }

  @Test
  void a_profile_that_cannot_be_written_takes_the_registration_back() throws IOException {
    Files.createDirectories(profile);

    assertThat(register(REDIS.address().port()).code()).isNotZero();
    assertThat(chart).doesNotExist();
    assertThat((Long) REDIS.call("HLEN", "aether:registry")).isZero();
  }

  @Test
  void the_bus_of_the_environment_is_the_one_where_no_flag_says_otherwise() {
    Desktop.Result result = desktop.on(REDIS).aether("register", "--yes");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("✓ bus: " + REDIS.address().display());
    assertThat(profile).content().contains(String.valueOf(REDIS.address().port()));
  }

  @Test
  void a_second_project_joins_the_bus_that_was_chosen_before() {
    assertThat(register(REDIS.address().port()).code()).isZero();

    Desktop.Result result = desktop.aether("register", "--yes", "--id", "other");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("✓ bus: " + REDIS.address().display());
  }

  private Desktop.Result register(int port) {
    return desktop.aether(
        "register", "--host", "127.0.0.1", "--port", String.valueOf(port), "--yes");
  }
}
