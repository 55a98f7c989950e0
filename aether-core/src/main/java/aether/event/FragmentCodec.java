package aether.event;

import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.wire.Fields;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What can be read of a record that is incomplete or of an unknown kind. Never throws. */
final class FragmentCodec {
  private FragmentCodec() {}

  static Traits traits(Fields fields) {
    return new Traits(
        fields.text("kind").orElse(""),
        fields.text("event_type").orElse(""),
        fields.text("reason"),
        fields.text("conversation_id").flatMap(FragmentCodec::conversation),
        bodies(fields),
        fragment(fields));
  }

  private static Optional<Fragment> fragment(Fields fields) {
    Fields envelope = fields.object("envelope");
    Fields body = envelope.object("body");
    return switch (fields.text("event_type").orElse("")) {
      case "message" ->
          Optional.of(
              new Fragment.Message(
                  route(envelope), body.text("intent").orElse(""), body.text("text").orElse("")));
      case "done" ->
          Optional.of(new Fragment.Done(route(fields), fields.text("summary").orElse("")));
      case "terminated" ->
          Optional.of(
              new Fragment.Stopped(
                  route(fields), ExtinctionCodec.ends(fields.text("kind").orElse(""))));
      case "progress" ->
          MilestoneCodec.read(fields.object("progress"))
              .map(milestone -> new Fragment.Step(project(fields), milestone));
      case "operator_action" ->
          Optional.of(
              new Fragment.Deed(fields.text("actor").orElse(""), fields.text("action").orElse("")));
      default -> Optional.empty();
    };
  }

  private static Route route(Fields fields) {
    return new Route(
        fields.text("from"),
        fields.text("to"),
        fields.integer("hop_count"),
        fields.text("message_id"));
  }

  private static Set<String> bodies(Fields fields) {
    Fields envelope = fields.object("envelope");
    Set<String> ids = new LinkedHashSet<>();
    Stream.of(
            fields.text("from"),
            fields.text("to"),
            fields.text("project_id"),
            envelope.text("from"),
            envelope.text("to"))
        .flatMap(Optional::stream)
        .filter(id -> !id.isBlank() && !id.equals(ProjectId.BROADCAST))
        .forEach(ids::add);
    return ids;
  }

  private static Optional<ProjectId> project(Fields fields) {
    try {
      return fields.text("project_id").map(ProjectId::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ConversationId> conversation(String value) {
    try {
      return Optional.of(new ConversationId(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
