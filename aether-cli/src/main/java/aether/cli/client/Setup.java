package aether.cli.client;

import aether.bus.Body;
import aether.bus.write.Registrar;
import aether.cli.setup.BodyFields;
import aether.cli.setup.BodyIds;
import aether.cli.setup.ConstellationEdit;
import aether.cli.setup.ConstellationText;
import aether.cli.setup.Infer;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.PrivateFile;
import aether.config.Signatures;
import aether.identity.KeyRing;
import aether.identity.OwnKey;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.terminal.Refusal;
import aether.terminal.SignatureOption;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import aether.view.TerminalText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the project in this directory: the options of the commands that set it up. */
final class Setup {
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

  /**
   * Writes the project into the star chart and registers it on {@code bus}; when that refuses,
   * nothing is written.
   *
   * @param first what has to be written before the chart
   * @return its id
   */
  ProjectId on(BusAddress bus, Surroundings around, Runnable first) {
    Infer.Metadata found = Infer.metadata(ProjectFiles.in(around.directory()));
    Questions questions = new Questions(around, yes);
    ProjectId project = project(questions, around);
    Body body =
        new Body(
            project,
            Optional.ofNullable(description)
                .orElseGet(() -> questions.ask("Description", found.description())),
            Optional.ofNullable(capabilities).orElse(found.capabilities()));
    questions.tell(body);
    Path chart = around.home().constellation(around.env());
    ConstellationEdit edit = edit(body, chart, around.directory());
    BusAddress entered =
        new Whereabouts(around).as(bus, new Account.Operator(), new Account.Body(project));
    try (RedisBus open = RedisBus.connect(entered)) {
      Enrolment enrolment = new Enrolment(open.registrar(), force);
      Registrar.Registration done = enrolment.register(body);
      enrolment.orUndo(
          body,
          done,
          () -> {
            Optional<OwnKey> key = key(project, around);
            key.ifPresent(own -> enrolment.register(body.with(own.published())));
            first.run();
            write(project, edit, chart, around);
            key.ifPresent(own -> tell(project, own, around));
          });
    }
    return project;
  }

  /** That with which {@code project} signs, made now if this host has none (ADR 10). */
  private static Optional<OwnKey> key(ProjectId project, Surroundings around) {
    return new SignatureOption().in(around, Optional.empty()) == Signatures.OFF
        ? Optional.empty()
        : Optional.of(new KeyRing(around.home(), around.clock()).own(project));
  }

  private static void tell(ProjectId project, OwnKey key, Surroundings around) {
    around
        .streams()
        .out()
        .println(
            "✓ its messages are signed with key "
                + key.key().publicKey().id()
                + ", in "
                + around.home().keys().resolve(project.value()));
  }

  private ProjectId project(Questions questions, Surroundings around) {
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

  private static ConstellationEdit edit(Body body, Path chart, Path directory) {
    BodyFields fields =
        new BodyFields(
            body.description(),
            body.capabilities(),
            Keys.inbox(body.id()),
            Optional.of(directory.toString()));
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

  private static void write(
      ProjectId project, ConstellationEdit edit, Path chart, Surroundings around) {
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

  /** What the user does next. */
  static void next(ProjectId project, Surroundings around) {
    PrintWriter out = around.streams().out();
    out.println("  → To go online (receive messages): aether observatory " + project);
    out.println("  → To let a session of Claude Code here reach others: aether mcp setup");
    out.println("  → To see who is there: aether who");
  }
}
