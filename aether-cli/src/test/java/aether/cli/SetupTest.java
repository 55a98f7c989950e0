package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.Constellation;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private RedisBus bus;
  private Desktop desktop;
  private Path chart;

  @BeforeEach
  void sit_down() throws IOException {
    bus = RedisBus.connect(REDIS.address());
    Path project = Files.createDirectories(home.resolve("My-Project"));
    Files.writeString(
        project.resolve("README.md"), "# Orders\n\nOrders service: exposes the orders API.\n");
    Files.writeString(project.resolve("pyproject.toml"), "[project]\nname = \"orders\"\n");
    desktop = new Desktop(home).on(REDIS).in(project);
    chart = desktop.aether().resolve("constellation.yaml");
  }

  @AfterEach
  void leave() {
    bus.close();
  }

  @Test
  void a_project_is_written_into_the_star_chart_and_registered_from_its_own_files() {
    Desktop.Result result = desktop.aether("client", "setup", "--yes");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("(non-interactive) description='Orders service: exposes the orders API.'")
        .contains("✓ registered body 'my_project'")
        .contains("aether observatory my_project");
    assertThat(Constellation.read(chart).body(new ProjectId("my_project")).workingDir())
        .contains(home.resolve("My-Project"));
    assertThat(registered("my_project").description())
        .isEqualTo("Orders service: exposes the orders API.");
  }

  @Test
  void the_readme_of_a_stranger_plays_no_tricks_on_the_terminal() throws IOException {
    Path readme = home.resolve("My-Project/README.md");
    Files.writeString(readme, "# X\n\n\u001b]0;owned\u0007Sells \u001b[31mred\u202e things.\n");

    Desktop.Result told = desktop.aether("client", "setup", "--yes", "--id", "mute");
    Desktop.Result asked = desktop.atTerminal().typing("\n\n").aether("client", "setup");

    assertThat(told.out() + told.err())
        .contains("red")
        .doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(asked.out() + asked.err())
        .contains("red")
        .doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void d29_the_bus_does_not_learn_where_the_project_lives() {
    var _ = desktop.aether("client", "setup", "--yes");

    assertThat((String) REDIS.call("HGET", "aether:registry", "my_project"))
        .contains("\"working_dir\": null")
        .doesNotContain(home.toString());
  }

  @Test
  void its_key_is_made_at_once_for_its_owner_alone_and_the_public_half_is_on_the_bus()
      throws IOException {
    String told = desktop.aether("client", "setup", "--yes").out();

    Path key = desktop.aether().resolve("keys/my_project");
    String published = registered("my_project").key().orElseThrow().text();
    assertThat(told).contains("✓ its messages are signed with key", key.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(key).content().contains(published);

    assertThat(desktop.aether("client", "setup", "--yes").code()).isZero();
    assertThat(key).content().contains(published);
    assertThat(desktop.aether("doctor").out()).contains("✓ keys", "✓ secrets");
  }

  @Test
  void where_signatures_are_off_it_makes_no_key() {
    assertThat(desktop.with("AETHER_SIGNATURES", "off").aether("client", "setup", "--yes").code())
        .isZero();

    assertThat(desktop.aether().resolve("keys")).doesNotExist();
    assertThat(registered("my_project").key()).isEmpty();
  }

  @Test
  void running_it_again_changes_nothing() throws IOException {
    var _ = desktop.aether("client", "setup", "--yes");
    String before = Files.readString(chart);

    Desktop.Result again = desktop.aether("client", "setup", "--yes");

    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("already in");
    assertThat(chart).content().isEqualTo(before);
  }

  @Test
  void on_a_terminal_it_asks_and_takes_enter_for_the_suggestion() {
    Desktop.Result result = desktop.atTerminal().typing("shop\n\n").aether("client", "setup");

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("Id [My-Project]:").contains("Description [Orders service");
    assertThat(registered("shop").description())
        .isEqualTo("Orders service: exposes the orders API.");
  }

  @Test
  void another_content_under_the_same_id_is_refused_and_nothing_is_written() {
    var _ =
        bus.registrar()
            .register(new Body(new ProjectId("my_project"), "of another host", List.of()), false);

    Desktop.Result result = desktop.aether("client", "setup", "--yes");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("'my_project' is already registered").contains("--force");
    assertThat(chart).doesNotExist();
    assertThat(registered("my_project").description()).isEqualTo("of another host");
    assertThat(desktop.aether("client", "setup", "--yes", "--force").code()).isZero();
    assertThat(registered("my_project").description()).startsWith("Orders service");
  }

  @Test
  void d45_a_new_description_is_never_on_the_bus_alone() throws IOException {
    var _ = desktop.aether("client", "setup", "--yes");
    String before = Files.readString(chart);

    Desktop.Result result =
        desktop.aether("client", "setup", "--yes", "--force", "--description", "changed");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(chart.toString()).contains("edit it there");
    assertThat(chart).content().isEqualTo(before);
    assertThat(registered("my_project").description()).startsWith("Orders service");
  }

  @Test
  void d46_ids_in_other_scripts_are_distinct_and_told() {
    Desktop.Result one = desktop.aether("client", "setup", "--yes", "--id", "訂單");
    Desktop.Result other = desktop.aether("client", "setup", "--yes", "--id", "庫存");

    assertThat(one.code()).isZero();
    assertThat(other.code()).isZero();
    assertThat(one.out()).contains("'訂單' is '");
    assertThat(bus.observer().directory().bodies()).hasSize(2);
  }

  @Test
  void without_a_bus_nothing_is_written() {
    Desktop.Result result = desktop.aether("client", "setup", "--yes", "--redis-port", "1");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(chart).doesNotExist();
  }

  @Test
  void a_star_chart_that_cannot_be_written_takes_the_registration_back() throws IOException {
    Files.createDirectories(desktop.aether());
    Path file = Files.writeString(home.resolve("file"), "");
    Desktop blocked =
        desktop.with("AETHER_CONSTELLATION", file.resolve("below").resolve("c.yaml").toString());

    Desktop.Result result = blocked.aether("client", "setup", "--yes");

    assertThat(result.code()).isNotZero();
    assertThat(bus.observer().directory().bodies()).isEmpty();
  }

  private Body registered(String id) {
    return bus.observer().directory().find(new ProjectId(id)).orElseThrow();
  }
}
