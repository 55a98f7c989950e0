package aether.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One line of the table; an empty cell has nothing to say. */
record Row(String workload, String ours, String limit, String ratio, String goal) {
  private static final Row HEAD = new Row("workload", "ours", "box's limit", "ratio", "goal");

  static String table(List<Row> rows) {
    int[] widths =
        IntStream.range(0, 4)
            .map(i ->
                Math.max(
                    HEAD.cells().get(i).length(),
                    rows.stream().mapToInt(row -> row.cells().get(i).length()).max().orElse(0)))
            .toArray();
    return IntStream.range(-1, rows.size())
        .mapToObj(i -> i < 0 ? HEAD : rows.get(i))
        .map(row -> row.line(widths))
        .collect(Collectors.joining());
  }

  /** A number with as many decimals as it deserves. */
  static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** What {@code ours} is of {@code limit}. */
  static String percent(double ours, double limit) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * ours / limit);
  }

  /** A goal, and whether it is met. */
  static String goal(String words, boolean met) {
    return words + (met ? "  met" : "  MISSED");
  }

  private List<String> cells() {
    return List.of(workload, ours, limit, ratio, goal);
  }

  private String line(int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(String.format("%-" + widths[i] + "s · ", cells().get(i)));
    }
    return line.append(goal).toString().stripTrailing() + "\n";
  }
}
