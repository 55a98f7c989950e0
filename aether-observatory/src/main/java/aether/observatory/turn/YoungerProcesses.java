package aether.observatory.turn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processes can have been started after a given one, by their numbers alone: Linux gives them
 * out in ascending order, and begins anew at the end. Where that cannot be told, all can.
 */
final class YoungerProcesses {
  private static final Pattern STARTED = Pattern.compile("(?m)^processes (\\d{1,18})$");
  private static final Pattern LAST = Pattern.compile(" (\\d{1,18})\\s*$");
  private static final Pattern ONLY = Pattern.compile("^(\\d{1,18})\\s*$");

  private final Path proc;
  private final long eldest;

  /** How many processes and threads the host had started by then. */
  private final OptionalLong startedBefore;

  private YoungerProcesses(Path proc, long eldest, OptionalLong startedBefore) {
    this.proc = proc;
    this.eldest = eldest;
    this.startedBefore = startedBefore;
  }

  /** Those that come after {@code pid}, which was just started. */
  static YoungerProcesses than(Path proc, long pid) {
    return new YoungerProcesses(proc, pid, number(proc.resolve("stat"), STARTED));
  }

  /** All. */
  static YoungerProcesses ofAnyAge() {
    return new YoungerProcesses(Path.of("/proc"), 0, OptionalLong.empty());
  }

  /** Whether the process of a number can be one of them, as of now. */
  LongPredicate now() {
    OptionalLong last = number(proc.resolve("loadavg"), LAST);
    return last.isPresent() && !mayHaveComeRound() ? after(eldest, last.getAsLong()) : _ -> true;
  }

  private static LongPredicate after(long first, long last) {
    return first <= last ? pid -> pid >= first && pid <= last : pid -> pid >= first || pid <= last;
  }

  /** Whether every number may have been given out once more since. */
  private boolean mayHaveComeRound() {
    if (startedBefore.isEmpty()) {
      return true;
    }
    OptionalLong started = number(proc.resolve("stat"), STARTED);
    OptionalLong most = number(proc.resolve("sys/kernel/pid_max"), ONLY);
    return started.isEmpty()
        || most.isEmpty()
        || started.getAsLong() - startedBefore.getAsLong() >= most.getAsLong() / 2;
  }

  private static OptionalLong number(Path file, Pattern where) {
    try {
      Matcher found = where.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
