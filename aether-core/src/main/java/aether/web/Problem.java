package aether.web;

import aether.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that gets no: the HTTP status and the JSON that says why, {@code {"detail": …}} in the
 * shapes of the first Aether.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String json;

  /** A problem with the request as a whole; {@code reason} is one line. */
  public Problem(int status, String reason) {
    this(status, reason, Json.object().put("detail", reason));
  }

  private Problem(int status, String reason, ObjectNode body) {
    super(reason);
    this.status = status;
    this.json = Json.write(body);
  }

  /** 422: a field that must be there is not. */
  public static Problem missing(Place place, String field) {
    return field(place, field, "value_error.missing", "field required");
  }

  /** 422: a field has a value that cannot be used; {@code reason} gives it and the remedy. */
  public static Problem unusable(Place place, String field, String reason) {
    return field(place, field, "value_error", reason);
  }

  /** Where in a request a field stands. */
  public enum Place {
    BODY("body"),
    QUERY("query");

    private final String wire;

    Place(String wire) {
      this.wire = wire;
    }
  }

  private static Problem field(Place place, String field, String type, String reason) {
    ObjectNode body = Json.object();
    ObjectNode detail = body.putArray("detail").addObject();
    detail.putArray("loc").add(place.wire).add(field);
    detail.put("msg", reason).put("type", type);
    return new Problem(422, field + ": " + reason, body);
  }

  public int status() {
    return status;
  }

  /** The body of the answer. */
  public String json() {
    return json;
  }
}
