package aether.cli.client;

import aether.bus.Body;
import aether.bus.write.Registrar;
import aether.cli.setup.BodyFields;
import aether.cli.setup.BodyIds;
import aether.cli.setup.ConstellationEdit;
import aether.cli.setup.ConstellationText;
import aether.cli.setup.Infer;
import aether.config.Account;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether client setup}: writes this project into the star chart and registers it. */
@Command(
    name = "setup",
    description = {
      "Make the project in this directory a Body: write it into the constellation and register it.",
      "",
      "What is not given is taken from the project's own files, and asked for on a terminal. The"
          + " constellation is $$AETHER_CONSTELLATION or ~/.aether/constellation.yaml; nothing in it"
          + " is changed, the project is added. When the bus refuses, nothing is written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether client setup",
      "  aether client setup --yes --id backend --description \"Orders API\" --capability java"
    })
final class ClientSetupCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The project's id on the bus. Default: the name of this directory.")
  private @Nullable String id;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What others may ask it about. Default: from its files.")
  private @Nullable String description;

  @Option(
      names = "--capability",
      paramLabel = "WORD",
      description = "One of its subjects; repeatable. Default: from its files.")
  private @Nullable List<String> capabilities;

  @Option(names = "--yes", description = "Ask nothing.")
  private boolean yes;

  @Option(
      names = "--force",
      description = "Take over an id that stands on the bus with another description.")
  private boolean force;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  ClientSetupCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Infer.Metadata found = Infer.metadata(ProjectFiles.in(around.directory()));
    Questions questions = new Questions(around, yes);
    ProjectId project = project(questions);
    Body body =
        new Body(
            project,
            Optional.ofNullable(description)
                .orElseGet(() -> questions.ask("Description", found.description())),
            Optional.ofNullable(capabilities).orElse(found.capabilities()));
    questions.tell(body);
    Path chart = around.home().constellation(around.env());
    ConstellationEdit edit = edit(body, chart);
    try (RedisBus bus =
        RedisBus.connect(
            connection.address(around, new Account.Operator(), new Account.Body(body.id())))) {
      Enrolment enrolment = new Enrolment(bus.registrar(), force);
      Registrar.Registration done = enrolment.register(body);
      enrolment.orUndo(body, done, () -> write(body.id(), edit, chart));
    }
    next(body.id());
    return ExitCode.OK.number();
  }

  private ProjectId project(Questions questions) {
    String name = String.valueOf(around.directory().getFileName());
    String typed = Optional.ofNullable(id).orElseGet(() -> questions.ask("Id", name));
    BodyIds.Distinct distinct = BodyIds.distinct(typed);
    ProjectId project = distinct.id();
    if (project.isTransient()
        || project.equals(ProjectId.OPERATOR)
        || project.value().equals(ProjectId.BROADCAST)) {
      throw Refusal.usage(
          "'" + project + "' is reserved and cannot be a project; choose another --id");
    }
    if (!project.value().equals(typed)) {
      around
          .streams()
          .out()
          .println(
              "  '"
                  + TerminalText.line(typed)
                  + "' is '"
                  + project
                  + "' on the bus: ids are a-z, 0-9 and _");
    }
    return project;
  }

  private ConstellationEdit edit(Body body, Path chart) {
    BodyFields fields =
        new BodyFields(
            body.description(),
            body.capabilities(),
            Keys.inbox(body.id()),
            Optional.of(around.directory().toString()));
    String text = PrivateFile.read(chart).orElse("");
    ConstellationEdit edit = ConstellationText.append(text, body.id(), fields);
    switch (edit) {
      case ConstellationEdit.Appended _ -> {}
      case ConstellationEdit.Unchanged(boolean same) when same -> {}
      case ConstellationEdit.Unchanged _ ->
          throw Refusal.failed(
              "'"
                  + body.id()
                  + "' stands in "
                  + chart
                  + " with another content; edit it there, or choose another --id");
      case ConstellationEdit.Refused(String reason) ->
          throw Refusal.failed("cannot add '" + body.id() + "' to " + chart + ": " + reason);
    }
    return edit;
  }

  private void write(ProjectId project, ConstellationEdit edit, Path chart) {
    PrintWriter out = around.streams().out();
    switch (edit) {
      case ConstellationEdit.Appended(String text) -> {
        PrivateFile.write(chart, text);
        out.println(
            "✓ registered body '"
                + project
                + "' (working_dir="
                + TerminalText.line(around.directory().toString())
                + ") in "
                + chart);
      }
      case ConstellationEdit.Unchanged _ ->
          out.println("· body '" + project + "' already in " + chart + " (unchanged)");
      case ConstellationEdit.Refused(String reason) -> throw new IllegalStateException(reason);
    }
    out.println("✓ connected to Redis and registered this body");
  }

  private void next(ProjectId project) {
    PrintWriter out = around.streams().out();
    out.println("  → To go online (receive messages): aether observatory " + project);
    out.println("  → To see who is there: aether who");
  }
}
