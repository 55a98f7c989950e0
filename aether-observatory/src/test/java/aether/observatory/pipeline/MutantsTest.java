package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The auditor is worth what it catches: each fault of {@link Mutant}, within few worlds. */
class MutantsTest {
  private static final int SEEDS = 3_000;

  @ParameterizedTest
  @EnumSource
  void a_daemon_with_this_fault_is_caught(Mutant mutant) throws InterruptedException {
    int seed = 0;
    List<String> complaints = List.of();
    while (complaints.isEmpty() && seed < SEEDS) {
      complaints = new World(seed++, mutant).live();
    }
    assertThat(complaints).as("%s in %d worlds", mutant, SEEDS).isNotEmpty();
  }
}
