package aether;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls inside core (ARCHITECTURE), kept by the build. */
@AnalyzeClasses(packages = "aether", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  private static final String[] REDIS_CLIENT = {"io.lettuce..", "io.netty..", "reactor.."};

  /** With what the compiler makes of their switches, a class of its own. */
  private static final DescribedPredicate<JavaClass> CODECS =
      resideInAnyPackage("aether.wire..", "aether.config..")
          .or(nameMatching(".*Codec(\\$\\d+)?"))
          .as("codecs and readers of configuration");

  @ArchTest
  static final ArchRule only_the_redis_packages_see_the_redis_client =
      noClasses()
          .that()
          .resideOutsideOfPackage("aether.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REDIS_CLIENT);

  @ArchTest
  static final ArchRule only_codecs_see_json =
      noClasses()
          .that(DescribedPredicate.not(CODECS))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson..");

  @ArchTest
  static final ArchRule a_message_knows_nothing_of_ours_but_its_wire_form =
      classes()
          .that()
          .resideInAPackage("aether.message..")
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.not(resideInAPackage("aether.."))
                  .or(resideInAnyPackage("aether.message..", "aether.wire..")));

  @ArchTest
  static final ArchRule views_neither_write_nor_know_redis =
      noClasses()
          .that()
          .resideInAPackage("aether.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("aether.bus.write..", "aether.redis..", "aether.desk..");

  @ArchTest
  static final ArchRule the_reading_half_of_redis_does_not_know_the_writing_half =
      noClasses()
          .that()
          .resideInAPackage("aether.redis")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("aether.redis.write..", "aether.bus.write..");

  @ArchTest
  static final ArchRule reading_ports_do_not_know_writing_ports =
      noClasses()
          .that()
          .resideInAPackage("aether.bus")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("aether.bus.write..");

  @ArchTest
  static final ArchRule core_starts_no_process_but_a_local_redis =
      noClasses()
          .that()
          .resideOutsideOfPackage("aether.redis.local..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class)
          .orShould()
          .callMethodWhere(target(owner(assignableTo(Runtime.class))).and(target(name("exec"))));
}
