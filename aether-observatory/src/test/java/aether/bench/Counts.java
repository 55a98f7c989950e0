package aether.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Redis has done: calls by command name, and reads from its sockets. What a client sends at
 * once arrives in one read, so reads stand for round trips.
 */
record Counts(Map<String, Long> calls, long reads) {
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+)");
  private static final Pattern READS = Pattern.compile("(?m)^total_reads_processed:(\\d+)");

  Counts {
    calls = Map.copyOf(calls);
  }

  static Counts of(String info) {
    Map<String, Long> calls = new TreeMap<>();
    Matcher matcher = CALLS.matcher(info);
    while (matcher.find()) {
      calls.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    calls.remove("info");
    Matcher reads = READS.matcher(info);
    return new Counts(calls, reads.find() ? Long.parseLong(reads.group(1)) : 0);
  }

  /** What was done after {@code before}, the question about it left out. */
  Counts since(Counts before) {
    Map<String, Long> done = new TreeMap<>();
    calls.forEach((name, count) -> done.put(name, count - before.calls.getOrDefault(name, 0L)));
    done.values().removeIf(Predicate.isEqual(0L));
    return new Counts(done, reads - before.reads - 1);
  }

  /** These without {@code count} calls of {@code name} that were the benchmark's own. */
  Counts without(String name, long count) {
    Map<String, Long> left = new TreeMap<>(calls);
    left.merge(name, -count, Long::sum);
    return new Counts(left, reads - count);
  }

  long total() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Each command and how often it was called per message, most frequent first. */
  String breakdown(int messages) {
    return calls.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .filter(call -> call.getValue() * 100 >= messages)
        .map(call -> call.getKey() + " " + Row.number((double) call.getValue() / messages))
        .collect(Collectors.joining(", "));
  }
}
