package aether.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java of this process once more, for what needs a process of its own. */
public final class Jvm {
  /** As the system starts it, whether or not this process ignores an interrupt. */
  private static final List<String> INTERRUPTIBLE =
      Files.exists(Path.of("/proc/self"))
          ? List.of("/usr/bin/env", "--default-signal=INT")
          : List.of();

  private Jvm() {}

  /** The executable. */
  public static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The class path of the tests. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * The command that starts the class {@code main} on the class path of the tests, for a short
   * life: of both compilers only the quick one.
   *
   * @param properties as {@code -Dname=value}
   */
  public static List<String> command(List<String> properties, String main, List<String> arguments) {
    return command(classPath(), properties, main, arguments);
  }

  /**
   * As {@link #command(List, String, List)}, on the class path of {@code classes}.
   *
   * @param flags of the VM, those of {@code classes} among them
   */
  public static List<String> command(
      ClassArchive classes, List<String> flags, String main, List<String> arguments) {
    return command(classes.classPath(), flags, main, arguments);
  }

  private static List<String> command(
      String classPath, List<String> flags, String main, List<String> arguments) {
    List<String> command = new ArrayList<>(INTERRUPTIBLE);
    command.addAll(
        List.of(
            executable(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** As {@link #command(List, String, List)}. */
  public static List<String> command(String main, String... arguments) {
    return command(List.of(), main, List.of(arguments));
  }
}
