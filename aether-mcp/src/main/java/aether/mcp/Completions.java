package aether.mcp;

import aether.bus.BusException;
import aether.bus.Recorded;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.ProjectId;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult.CompleteCompletion;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the arguments of the prompts may be: Bodies, and threads of late. */
final class Completions {
  /** No more may be offered at once. */
  private static final int MOST = 100;

  private static final int RECENT_EVENTS = 2_000;

  private final Supplier<Session> session;

  Completions(Supplier<Session> session) {
    this.session = session;
  }

  List<SyncCompletionSpecification> of(Catalogue catalogue) {
    return catalogue.prompts().stream()
        .filter(prompt -> !prompt.arguments().isEmpty())
        .map(prompt ->
            new SyncCompletionSpecification(
                new PromptReference(prompt.name()), (_, request) -> complete(request)))
        .toList();
  }

  private CompleteResult complete(CompleteRequest request) {
    List<String> fitting =
        candidates(request.argument().name())
            .filter(value -> value.startsWith(request.argument().value()))
            .distinct()
            .toList();
    return new CompleteResult(
        new CompleteCompletion(
            fitting.stream().limit(MOST).toList(), fitting.size(), fitting.size() > MOST));
  }

  private Stream<String> candidates(String argument) {
    try {
      return switch (argument) {
        case "to", "from_project", "to_project" ->
            Refusals.bodies(session.get()).map(ProjectId::value);
        case "thread" -> threads(session.get());
        case String _ -> Stream.empty();
      };
    } catch (BusException e) {
      return Stream.empty();
    }
  }

  /** The newest first; those of this project's sessions before others. */
  private static Stream<String> threads(Session now) {
    List<Event> recent =
        now.sky().events().latest(RECENT_EVENTS).reversed().stream().map(Recorded::event).toList();
    Stream<Event> ours =
        recent.stream()
            .filter(event ->
                event instanceof Event.MessageSent(var envelope, var _)
                    && (now.isOurs(envelope.from()) || now.isOurs(envelope.to())));
    return Stream.concat(ours, recent.stream())
        .map(Event::conversation)
        .flatMap(Optional::stream)
        .map(ConversationId::value);
  }
}
