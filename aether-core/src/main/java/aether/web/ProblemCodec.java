package aether.web;

import aether.wire.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems as JSON, {@code {"detail": …}} in the shapes of the first Aether. */
public final class ProblemCodec {
  private ProblemCodec() {}

  /** The body of the answer. */
  public static String encode(Problem problem) {
    String reason = String.valueOf(problem.getMessage());
    ObjectNode body = Json.object();
    if (problem.spots().isEmpty()) {
      body.put("detail", reason);
    } else {
      ArrayNode details = body.putArray("detail");
      problem.spots().forEach(spot -> put(details.addObject(), spot, reason));
    }
    return Json.write(body);
  }

  private static void put(ObjectNode detail, Problem.Spot spot, String reason) {
    detail.putArray("loc").add(spot.place().name().toLowerCase(Locale.ROOT)).add(spot.field());
    detail.put("msg", reason);
    detail.put("type", spot.present() ? "value_error" : "value_error.missing");
  }
}
