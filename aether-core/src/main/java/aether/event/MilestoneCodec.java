package aether.event;

import aether.wire.Fields;
import aether.wire.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The {@code progress} object of a milestone (CONTRACT §4). */
final class MilestoneCodec {
  private MilestoneCodec() {}

  static ObjectNode tree(Milestone milestone) {
    ObjectNode node = Json.object();
    return switch (milestone) {
      case Milestone.TurnStart _ -> node.put("kind", "turn_start");
      case Milestone.ToolUse(String name) -> node.put("kind", "tool_use").put("name", name);
      case Milestone.TurnDone(var subtype) ->
          node.put("kind", "turn_done").put("subtype", subtype.orElse(null));
      case Milestone.TurnFailed(TurnUsage usage) -> {
        node.put("kind", "turn_failed");
        TurnUsageCodec.put(node, usage);
        yield node;
      }
      case Milestone.Text(String text) -> node.put("kind", "text").put("text", text);
    };
  }

  static Optional<Milestone> read(Fields progress) {
    return switch (progress.text("kind").orElse("")) {
      case "turn_start" -> Optional.of(new Milestone.TurnStart());
      case "tool_use" ->
          Optional.of(
              new Milestone.ToolUse(progress.text("name").orElse(Milestone.ToolUse.UNNAMED)));
      case "turn_done" -> Optional.of(new Milestone.TurnDone(progress.text("subtype")));
      case "turn_failed" -> TurnUsageCodec.read(progress).map(Milestone.TurnFailed::new);
      case "text" -> progress.text("text").map(Milestone.Text::new);
      default -> Optional.empty();
    };
  }
}
