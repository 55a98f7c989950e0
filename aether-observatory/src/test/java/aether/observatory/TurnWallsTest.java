package aether.observatory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the pure parts of a turn may not touch (ARCHITECTURE, walls). */
class TurnWallsTest {
  private static final String[] PURE = {"..observatory.prompt..", "..observatory.courtesy.."};

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("aether.observatory.prompt", "aether.observatory.courtesy");

  @Test
  void the_walls_have_something_to_guard() {
    assertThat(classes.contain("aether.observatory.prompt.Prompt")).isTrue();
    assertThat(classes.contain("aether.observatory.courtesy.RegisterGate")).isTrue();
  }

  @Test
  void prompts_and_courtesy_do_no_io() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.(ProcessBuilder|ProcessHandle|Process|Runtime|Thread)")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "aether.redis..", "aether.bus.write..")
        .check(classes);
  }

  @Test
  void prompts_and_courtesy_ask_no_clock_and_no_dice() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.(security\\.SecureRandom|util\\.Random|time\\.Clock)")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(classes);
  }

  @Test
  void json_is_read_and_written_through_the_wire_alone() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.core..", "tools.jackson.databind.json..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("tools\\.jackson\\.databind\\.\\w*(Mapper|Reader|Writer)")
        .check(classes);
  }
}
