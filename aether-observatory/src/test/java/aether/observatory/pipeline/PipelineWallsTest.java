package aether.observatory.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import aether.bus.write.Inbox;
import aether.bus.write.Journal;
import aether.bus.write.Outbox;
import aether.bus.write.ProcessingLog;
import aether.observatory.turn.AgentRunner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls inside the Observatory. */
@AnalyzeClasses(packages = "aether.observatory", importOptions = DoNotIncludeTests.class)
class PipelineWallsTest {
  @ArchTest
  static final ArchRule what_decides_neither_writes_nor_runs =
      noClasses()
          .that()
          .haveSimpleName("Admission")
          .or()
          .haveSimpleName("ReplyGates")
          .or()
          .haveSimpleName("Settlements")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessingLog.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Outbox.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Journal.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Inbox.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(AgentRunner.class);

  @ArchTest
  static final ArchRule the_pipeline_does_not_know_redis =
      noClasses()
          .that()
          .resideInAPackage("aether.observatory.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("aether.redis..", "io.lettuce..");

  @ArchTest
  static final ArchRule only_the_runner_starts_processes =
      noClasses()
          .that()
          .resideOutsideOfPackage("aether.observatory.turn..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  @ArchTest
  static final ArchRule adapters_are_made_in_one_place =
      noClasses()
          .that()
          .resideOutsideOfPackage("aether.observatory")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("aether.redis.write..");
}
