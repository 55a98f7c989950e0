package aether.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import aether.observatory.turn.AgentRunner;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What is put together, and by whom: each program at one place (ARCHITECTURE). */
@AnalyzeClasses(
    packages = "aether",
    importOptions = {DoNotIncludeTests.class, CompositionTest.NoJarsOfTests.class})
class CompositionTest {
  /** As a whole build has them on the class path of this module. */
  static final class NoJarsOfTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final List<String> WHO_PUTS_TOGETHER =
      List.of(
          // a program of its own, and what each command is given
          "aether\\.[a-z.]+\\.[A-Z][A-Za-z]*Command",
          "aether\\.terminal\\.Surroundings",
          // an Observatory and its agent
          "aether\\.observatory\\.(Station(\\$Host)?|AgentSetup)",
          // what speaks to Redis; TLS, which knows no other clock
          "aether\\.redis\\.(RedisObserver|write\\.RedisBus|link\\.Link)",
          // what is played: the demo, the rehearsal of a class cache, the reference of all commands
          "aether\\.cli\\.(demo\\.(Script|Encore)|Rehearsal|CliReference)");

  private static final DescribedPredicate<JavaClass> OTHERS =
      describe(
          "do not put a program together",
          type -> WHO_PUTS_TOGETHER.stream().noneMatch(type.getName()::matches));

  private static final DescribedPredicate<JavaClass> ADAPTERS =
      DescribedPredicate.not(INTERFACES)
          .and(resideInAPackage("aether.redis.."))
          .and(
              describe(
                  "adapters",
                  type ->
                      type.getAllRawInterfaces().stream()
                          .anyMatch(resideInAnyPackage("aether.bus", "aether.bus.write"))))
          .or(DescribedPredicate.not(INTERFACES).and(assignableTo(AgentRunner.class)))
          .as("adapters");

  @ArchTest
  static final ArchRule only_who_puts_a_program_together_looks_at_the_clock =
      noClasses()
          .that(OTHERS)
          .should()
          .callMethodWhere(describe("the time of this machine", CompositionTest::asksTheClock));

  @ArchTest
  static final ArchRule only_who_puts_a_program_together_makes_adapters =
      noClasses()
          .that(OTHERS)
          .should()
          .callConstructorWhere(describe("an adapter of another's", CompositionTest::makesAdapter));

  private static boolean asksTheClock(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(System.class)
            && call.getName().equals("currentTimeMillis")
        || isOwnedBy(call, Set.of(InstantSource.class, Clock.class))
            && call.getName().startsWith("system")
        || isOwnedBy(call, Set.of(Instant.class))
            && call.getName().equals("now")
            && call.getTarget().getRawParameterTypes().isEmpty();
  }

  private static boolean isOwnedBy(JavaAccess<?> call, Set<Class<?>> owners) {
    return owners.stream().anyMatch(call.getTargetOwner()::isEquivalentTo);
  }

  /** A class may have factories of its own. */
  private static boolean makesAdapter(JavaConstructorCall call) {
    JavaClass made = call.getTargetOwner();
    JavaClass maker = call.getOriginOwner();
    return ADAPTERS.test(made)
        && !maker.equals(made)
        && !made.isAssignableTo(maker.getName())
        && !maker.isAssignableTo(made.getName());
  }
}
