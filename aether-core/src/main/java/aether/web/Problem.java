package aether.web;

import java.util.List;

/** A request that gets no: the HTTP status and why. {@link ProblemCodec} has its JSON. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Spot> spots;

  /** A problem with the request as a whole; {@code reason} is one line. */
  public Problem(int status, String reason) {
    super(reason);
    this.status = status;
    this.spots = List.of();
  }

  private Problem(List<Spot> spots, String reason) {
    super(reason);
    this.status = 422;
    this.spots = spots;
  }

  /** 422: a field that must be there is not. */
  public static Problem missing(Place place, String field) {
    return missing(place, List.of(field));
  }

  /** 422: fields that must be there are not. */
  public static Problem missing(Place place, List<String> fields) {
    return new Problem(
        fields.stream().map(field -> new Spot(place, field, false)).toList(), "field required");
  }

  /** 422: a field has a value that cannot be used; {@code reason} gives it and the remedy. */
  public static Problem unusable(Place place, String field, String reason) {
    return new Problem(List.of(new Spot(place, field, true)), reason);
  }

  /** Where in a request a field stands. */
  public enum Place {
    BODY,
    QUERY
  }

  /**
   * A field of a request.
   *
   * @param present whether it is there, and cannot be used
   */
  record Spot(Place place, String field, boolean present) {}

  public int status() {
    return status;
  }

  /** The fields it is about; none for the request as a whole. */
  List<Spot> spots() {
    return spots;
  }
}
