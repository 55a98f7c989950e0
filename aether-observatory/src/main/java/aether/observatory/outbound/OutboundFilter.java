package aether.observatory.outbound;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds secrets in a text, in whatever of the usual encodings they stand. Pure, and safe for
 * several threads.
 */
final class OutboundFilter {
  static final String CANARY = "known secret of this host";

  static final int SHORTEST_CANARY = 8;

  private final Set<String> canaries;

  /**
   * @param canaries texts that never leave; those of less than {@value #SHORTEST_CANARY} characters
   *     are too common to be told apart and are passed over
   */
  OutboundFilter(Collection<String> canaries) {
    this.canaries =
        canaries.stream()
            .filter(canary -> canary.strip().length() >= SHORTEST_CANARY)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The first thing found in {@code text}, which is called {@code part}. */
  Optional<Finding> judge(String part, String text) {
    List<Views.View> views = Views.of(text);
    return views.stream()
        .flatMap(
            view -> kind(view.text()).stream().map(kind -> new Finding(kind, part, view.form())))
        .findFirst();
  }

  private Optional<String> kind(String text) {
    if (canaries.stream().anyMatch(text::contains)) {
      return Optional.of(CANARY);
    }
    Optional<String> shape =
        Shapes.ALL.stream().filter(s -> s.isIn(text)).map(Shape::kind).findFirst();
    return shape.isPresent() || !Beside.isIn(text)
        ? shape
        : Optional.of("random run beside a secret word");
  }
}
