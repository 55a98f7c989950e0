package aether.observatory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A shell script in the place of {@code claude}: it speaks the client's stream of JSON, always ends
 * its turn with the same control object, and thinks for as long as a file lies in its folder.
 */
record StandIn(Path folder) {
  static StandIn answering(Path folder, String text) {
    return write(
        folder,
        "{\\\"reply_needed\\\":true,\\\"to\\\":null,\\\"reply_body\\\":"
            + "{\\\"intent\\\":\\\"result\\\",\\\"text\\\":\\\""
            + text
            + "\\\"},\\\"summary\\\":\\\"answered\\\"}");
  }

  static StandIn silent(Path folder) {
    return write(
        folder,
        "{\\\"reply_needed\\\":false,\\\"to\\\":null,\\\"reply_body\\\":null,"
            + "\\\"summary\\\":\\\"noted\\\"}");
  }

  private static StandIn write(Path folder, String control) {
    StandIn standIn = new StandIn(folder);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          standIn.executable(),
          """
          #!/bin/sh
          OUT='%s'
          if [ "$1" = --help ]; then echo '  --max-turns <n>'; exit 0; fi
          [ -e "$OUT/stubborn" ] && trap '' TERM
          echo $$ >> "$OUT/runs"
          cat > "$OUT/prompt"
          echo '{"type":"system","subtype":"init","session_id":"%s","tools":["Read"],"mcp_servers":[]}'
          echo $$ >> "$OUT/deep"
          while [ -e "$OUT/thinking" ]; do sleep 0.05; done
          printf '%%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":"%s",\
          "session_id":"%2$s","total_cost_usd":0.01,"usage":{"input_tokens":3,"output_tokens":5}}'
          """
              .formatted(folder, "11111111-2222-4333-8444-555555555555", control));
      Files.setPosixFilePermissions(
          standIn.executable(), PosixFilePermissions.fromString("rwxr-xr-x"));
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path executable() {
    return folder.resolve("claude");
  }

  /** From now on each run thinks until {@link #concludes}. */
  StandIn thinks() {
    try {
      Files.writeString(thinking(), "");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on each run ignores TERM. */
  StandIn ignoresTerm() {
    try {
      Files.writeString(folder.resolve("stubborn"), "");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void concludes() {
    try {
      Files.deleteIfExists(thinking());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process of each run so far, in order. */
  List<Long> runs() {
    return processes("runs");
  }

  /** Those runs that have read all and written their first line. */
  List<Long> deep() {
    return processes("deep");
  }

  private List<Long> processes(String file) {
    try {
      Path runs = folder.resolve(file);
      return Files.exists(runs)
          ? Files.readAllLines(runs).stream().map(Long::parseLong).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The runs whose process still lives; not those that only wait to be reaped. */
  List<Long> living() {
    return runs().stream()
        .filter(pid -> Optional.of(state(pid)).filter(state -> state.contains(") Z ")).isEmpty())
        .filter(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())
        .toList();
  }

  private static String state(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    } catch (IOException e) {
      return "";
    }
  }

  private Path thinking() {
    return folder.resolve("thinking");
  }
}
