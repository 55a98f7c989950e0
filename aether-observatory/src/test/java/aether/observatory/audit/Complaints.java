package aether.observatory.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What was found to be wrong, and which equality it breaks. */
final class Complaints {
  private record Complaint(Equality broken, String line) {}

  private final List<Complaint> found = new ArrayList<>();

  void addIf(boolean wrong, Equality broken, String line) {
    if (wrong) {
      found.add(new Complaint(broken, line));
    }
  }

  /** One line each, those left out that break only what is excepted. */
  List<String> without(Set<Equality> excepted) {
    return found.stream()
        .filter(complaint -> !excepted.contains(complaint.broken()))
        .map(complaint -> complaint.broken() + ": " + complaint.line())
        .toList();
  }
}
