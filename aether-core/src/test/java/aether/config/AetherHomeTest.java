package aether.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AetherHomeTest {
  private static final Path USER = Path.of("/home/u");

  @Test
  void files_stand_in_dot_aether_of_the_user() {
    AetherHome home = AetherHome.of(Map.of(), USER);
    assertThat(home.profile()).isEqualTo(Path.of("/home/u/.aether/config.json"));
    assertThat(home.constellation(Map.of()))
        .isEqualTo(Path.of("/home/u/.aether/constellation.yaml"));
    assertThat(home.bus()).isEqualTo(Path.of("/home/u/.aether/bus"));
  }

  @Test
  void the_home_variable_wins_over_the_account_and_aether_home_over_both() {
    assertThat(AetherHome.of(Map.of("HOME", "/tmp/h"), USER).directory())
        .isEqualTo(Path.of("/tmp/h/.aether"));
    assertThat(AetherHome.of(Map.of("HOME", "/tmp/h", "AETHER_HOME", "/x/y"), USER).directory())
        .isEqualTo(Path.of("/x/y"));
  }

  @Test
  void a_blank_variable_counts_as_unset() {
    Map<String, String> blank = Map.of("AETHER_HOME", " ", "AETHER_CONSTELLATION", "");
    AetherHome home = AetherHome.of(blank, USER);
    assertThat(home.constellation(blank)).isEqualTo(Path.of("/home/u/.aether/constellation.yaml"));
  }

  @Test
  void the_constellation_can_stand_elsewhere() {
    AetherHome home = AetherHome.of(Map.of(), USER);
    assertThat(home.constellation(Map.of("AETHER_CONSTELLATION", "/c/stars.yaml")))
        .isEqualTo(Path.of("/c/stars.yaml"));
  }
}
