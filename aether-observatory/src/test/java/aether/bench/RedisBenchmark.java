package aether.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Redis' own load generator, where it is installed. */
record RedisBenchmark(Server server, int requests) {
  private static final long LIMIT_MINUTES = 2;

  /** Requests per second, and the median in milliseconds of one of them. */
  record Result(double perSecond, double p50) {}

  /**
   * Sends {@code command} again and again.
   *
   * @return empty when the program is not on the PATH
   */
  Optional<Result> run(int connections, int pipeline, String... command)
      throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("redis-benchmark", "--csv"));
    line.addAll(List.of("-h", server.address().host()));
    line.addAll(List.of("-p", Integer.toString(server.address().port())));
    line.addAll(List.of("-n", Integer.toString(requests)));
    line.addAll(List.of("-c", Integer.toString(connections)));
    line.addAll(List.of("-P", Integer.toString(pipeline)));
    line.addAll(List.of(command));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("redis-benchmark did not end");
      }
      return Optional.of(result(said));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its last line: "name","per second","average","minimum","median",… in milliseconds. */
  private static Result result(String said) {
    String last = said.lines().filter(line -> line.startsWith("\"")).reduce("", (_, l) -> l);
    String[] cells = last.replace("\"", "").split(",", -1);
    if (cells.length < 5) {
      throw new IllegalStateException("redis-benchmark said: " + said.strip());
    }
    int end = cells.length;
    return new Result(Double.parseDouble(cells[end - 7]), Double.parseDouble(cells[end - 4]));
  }
}
