package aether.cli.machines;

import aether.testkit.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Three machines A, B and C: network namespaces behind a bridge that exists in A's alone, so that
 * nothing of the host's network is touched; where that is not allowed, three homes on loopback.
 *
 * @param isReal whether each has a network of its own
 * @param address A's, as its certificate names it
 * @param alias another way to A, which its certificate does not name
 */
record Lan(boolean isReal, String prefix, String address, String alias) implements AutoCloseable {
  private static final String NET = "10.213.7.";

  static Lan build() {
    String prefix = "aether" + ProcessHandle.current().pid();
    Lan real = new Lan(true, prefix, NET + "1", NET + "9");
    if (real.wire()) {
      return real;
    }
    real.close();
    System.err.println("three machines: no network namespaces here; three homes on loopback");
    return new Lan(false, prefix, "127.0.0.1", "localhost");
  }

  private boolean wire() {
    List<String> steps = new ArrayList<>();
    for (String machine : List.of("a", "b", "c")) {
      steps.add("netns add " + name(machine));
      steps.add("-n " + name(machine) + " link set lo up");
    }
    String a = "-n " + name("a") + " ";
    steps.add(a + "link add br0 type bridge");
    steps.add(a + "link set br0 up");
    steps.add(a + "addr add " + address + "/24 dev br0");
    steps.add(a + "addr add " + alias + "/24 dev br0");
    for (String machine : List.of("b", "c")) {
      String host = machine.equals("b") ? "2" : "3";
      steps.add(a + "link add to" + machine + " type veth peer name eth0 netns " + name(machine));
      steps.add(a + "link set to" + machine + " master br0 up");
      steps.add("-n " + name(machine) + " addr add " + NET + host + "/24 dev eth0");
      steps.add("-n " + name(machine) + " link set eth0 up");
    }
    return steps.stream().allMatch(Lan::ip);
  }

  private String name(String machine) {
    return prefix + machine;
  }

  private static boolean ip(String words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words.split(" ")));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** {@code command} as it is run on {@code machine}. */
  List<String> on(String machine, List<String> command) {
    List<String> all = new ArrayList<>();
    if (isReal) {
      all.addAll(List.of("ip", "netns", "exec", name(machine)));
    }
    all.addAll(command);
    return all;
  }

  /** Starts a Java program on {@code machine}, whose output goes into files of {@code home}. */
  Process java(String machine, Path home, String log, Map<String, String> env, List<String> words) {
    List<String> command = Jvm.command(List.of(), words.getFirst(), words.subList(1, words.size()));
    ProcessBuilder builder =
        new ProcessBuilder(on(machine, command))
            .directory(home.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(home.resolve(log + ".out").toFile())
            .redirectError(home.resolve(log + ".err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AETHER_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(env);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (isReal) {
      List.of("c", "b", "a").forEach(machine -> ip("netns del " + name(machine)));
    }
  }
}
