import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Writes the class caches of the archive; equal jars and Java give equal bytes. They are dumped from
 * lists and not from a rehearsal, whose threads never do the same twice. What is dumped depends on
 * the environment, the times of jar and Java, and on whether a path needs quoting, which loads
 * classes: so it is done in a folder whose name is plain, with copies that have the archive's time.
 */
final class ClassCaches {
  /** Where a file of Java 25 says what its heap is: checksum, offset in the file, length. */
  private static final int HEAP = 0x138;

  private static final int HEADER_CRC = 4;
  private static final int HEADER_SIZE = 12;

  /** Where begins what the checksum of the header is of. */
  private static final int HEADER = 16;

  private final Path folder;
  private final Path lists;

  private ClassCaches(Path folder, Path lists) {
    this.folder = folder;
    this.lists = lists;
  }

  /**
   * @param args classes.txt, the folder with {@code runtime} and {@code aether-cli.jar}, which gets
   *     {@code caches}, and the time of every file in the archive
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path target = Path.of(args[1]);
    Path caches = Files.createDirectories(target.resolve("caches"));
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "aether-");
    try {
      delete(caches);
      Files.createDirectory(caches);
      copy(target.resolve("runtime"), folder.resolve("runtime"));
      Path jar = Files.copy(target.resolve("aether-cli.jar"), folder.resolve("aether-cli.jar"));
      Instant time = Instant.parse(args[2]);
      Files.setLastModifiedTime(jar, FileTime.from(time));
      Files.setLastModifiedTime(folder.resolve("runtime/lib/modules"), FileTime.from(time));
      ClassCaches made = new ClassCaches(folder, Path.of(args[0]));
      String identity = Files.size(jar) + "-" + time.getEpochSecond() + "-" + System.getProperty("java.version");
      for (String part : List.of("hand", "observatory", "pages")) {
        Path cache = made.dump(part);
        Files.move(cache, caches.resolve("aether-" + part + "-" + identity + ".jsa"));
      }
    } finally {
      delete(folder);
    }
  }

  private Path dump(String part) throws IOException, InterruptedException {
    Path list = folder.resolve(part + ".list");
    Path cache = folder.resolve(part + ".jsa");
    Files.write(list, list(part.substring(0, 1)));
    // A name that is the same in each folder: later the VM takes the jar from wherever it lies.
    String jar = Files.isDirectory(Path.of("/proc/self/cwd")) ? "/proc/self/cwd" : folder.toString();
    ProcessBuilder java =
        new ProcessBuilder(
            folder.resolve("runtime/bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xms1g",
            "-Xmx1g",
            "-Xmn800m",
            "-Xshare:dump",
            "-XX:+AOTClassLinking",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + cache,
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-cp",
            jar + "/aether-cli.jar");
    java.environment().clear();
    long begun = System.nanoTime();
    int code = java.directory(folder.toFile()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("no class cache for " + part + ": java ended with " + code);
    }
    forgetTheClock(cache, begun / 1_000_000, System.nanoTime() / 1_000_000);
    return cache;
  }

  /**
   * The classes that the lists name and the class path has, and of each what may be resolved
   * beforehand.
   */
  private List<String> list(String letter) throws IOException {
    List<String> all = new ArrayList<>();
    List<String> pools = new ArrayList<>();
    for (String line : Files.readAllLines(lists)) {
      int gap = line.indexOf(' ');
      String named = line.substring(gap + 1);
      if (line.startsWith("#") || !line.substring(0, gap).contains(letter)) {
        continue;
      }
      try (InputStream bytes = ClassLoader.getSystemResourceAsStream(named + ".class")) {
        if (named.startsWith("@")) {
          pools.add(named);
        } else if (bytes != null) {
          all.add(named);
          pools.add("@cp " + named + " " + resolvable(bytes.readAllBytes()));
        }
      }
    }
    all.addAll(pools);
    return all;
  }

  private static StringJoiner resolvable(byte[] bytes) {
    StringJoiner indices = new StringJoiner(" ");
    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
      if (entry instanceof ClassEntry
          || entry instanceof MemberRefEntry
          || entry instanceof InvokeDynamicEntry) {
        indices.add(String.valueOf(entry.index()));
      }
    }
    return indices;
  }

  /**
   * Sets to zero what in the heap of {@code cache} comes from the clock: when its soft references
   * were last used, a long between {@code begun} and {@code ended}, milliseconds of this machine
   * since its start. Makes the checksums right. A file that is not made as expected is refused.
   */
  private static void forgetTheClock(Path cache, long begun, long ended) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(cache)).order(ByteOrder.nativeOrder());
    int offset = Math.toIntExact(file.getLong(HEAP + 24));
    int length = Math.toIntExact(file.getLong(HEAP + 40));
    int header = file.getInt(HEADER_SIZE) - HEADER;
    if (file.getInt(HEAP) != crc(file, offset, length)
        || file.getInt(HEADER_CRC) != crc(file, HEADER, header)) {
      throw new IOException("this Java writes class caches of another kind than Java 25 does");
    }
    for (int at = offset; at < offset + length; at += Long.BYTES) {
      if (begun <= file.getLong(at) && file.getLong(at) <= ended) {
        file.putLong(at, 0);
      }
    }
    file.putInt(HEAP, crc(file, offset, length));
    file.putInt(HEADER_CRC, crc(file, HEADER, header));
    Files.write(cache, file.array());
  }

  private static int crc(ByteBuffer file, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(file.slice(offset, length));
    return (int) crc.getValue();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(each)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
