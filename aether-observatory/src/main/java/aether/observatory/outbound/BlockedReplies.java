package aether.observatory.outbound;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.message.Envelope;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlCodec;
import aether.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blocked replies as files, one each, mode 0600, in a folder for each Body; the newest {@value
 * #MOST} stay. Safe for several threads.
 */
public final class BlockedReplies implements Safekeeping {
  private static final int MOST = 100;

  private static final int LONGEST = 512 << 10;
  private static final Logger LOG = LoggerFactory.getLogger(BlockedReplies.class);

  private final Path folder;
  private final int most;
  private final InstantSource clock;

  BlockedReplies(Path folder, int most, InstantSource clock) {
    this.folder = folder;
    this.most = most;
    this.clock = clock;
  }

  /** Those of {@code id}, in a folder of its own in {@code directory}. */
  public static BlockedReplies in(Path directory, ProjectId id, InstantSource clock) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("id '" + id + "' cannot be the name of a folder");
    }
    return new BlockedReplies(directory.resolve(id.value()), MOST, clock);
  }

  @Override
  public synchronized void keep(Envelope parent, ControlBlock block, Finding why) {
    Path file = folder.resolve(name(parent));
    try {
      PrivateFile.write(file, text(parent, block, why));
      LOG.warn("it is kept in {}", file);
      forget();
    } catch (ConfigException | IOException e) {
      LOG.warn("the blocked reply could not be kept: {}", e.getMessage());
    }
  }

  /** Made of the message's id, but nothing of it: the same message has the same file. */
  private static String name(Envelope parent) {
    byte[] id = (parent.from() + " " + parent.id()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(id) + ".json";
  }

  private String text(Envelope parent, ControlBlock block, Finding why) {
    ObjectNode node = Json.object();
    node.put("at", Iso8601.format(clock.instant()));
    node.put("found", why.words());
    node.put("conversation_id", parent.conversation().value());
    node.put("message_id", parent.id().value());
    node.put("from", parent.from().value());
    String said = ControlCodec.encode(block);
    node.put("reply", said.length() <= LONGEST ? said : said.substring(0, LONGEST));
    return Json.write(node) + "\n";
  }

  private void forget() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".json"))
              .sorted((a, b) -> Long.compare(age(a), age(b)))
              .toList();
    }
    for (Path old : files.subList(0, Math.max(0, files.size() - most))) {
      Files.deleteIfExists(old);
    }
  }

  private static long age(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
