package aether.stargazer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import aether.web.Listening;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard has no way to write. */
class WallTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("aether.stargazer");

  @Test
  void no_class_sees_a_writer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "aether.bus.write..", "aether.redis.write..", "aether.redis.local..", "aether.desk..")
        .check(CLASSES);
    assertThat(CLASSES).isNotEmpty();
  }

  @Test
  void no_class_of_the_panel_can_be_found_from_here() {
    for (String name : List.of("OperatorPanel", "OperatorCommand", "Routes", "Host")) {
      assertThatThrownBy(() -> Class.forName("aether.operator." + name))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void every_route_is_a_get() {
    InMemoryBus bus = new InMemoryBus(new HandClock());
    Archive archive = new Archive(bus, 10);
    Tail tail = Tail.of(archive);
    Javalin server =
        Stargazer.create(
            new Stargazer.Source(bus, bus, bus, new HandClock()),
            archive,
            new EventHub(archive, tail, HubLimits.USUAL),
            tail,
            Door.LOOPBACK,
            Listening.here(0));
    assertThat(server.unsafe.internalRouter.allHttpHandlers())
        .extracting(route -> route.endpoint.method)
        .hasSizeGreaterThan(8)
        .containsOnly(HandlerType.GET, HandlerType.BEFORE);
    tail.close();
  }
}
