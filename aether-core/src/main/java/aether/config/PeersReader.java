package aether.config;

import aether.config.Peers.Relation;
import aether.message.ProjectId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.nodes.Node;

/** What the entry of a Body says of others. */
final class PeersReader {
  static final String PEERS = "peers";

  /** Stands for all who are not named. */
  private static final String OTHERS = "*";

  private static final String REVIEW = "review";
  private static final String ASK_FIRST = "ask_first";
  private static final String ALLOW = "allow";
  private static final List<String> KEYS = List.of(REVIEW, ASK_FIRST, ALLOW);

  private PeersReader() {}

  /**
   * The relations under {@code fields}.
   *
   * @param ids the id of a peer, as it is written at a place
   */
  static Peers read(Path file, YamlMapping fields, BiFunction<String, Node, ProjectId> ids) {
    Map<ProjectId, Relation> named = new LinkedHashMap<>();
    Relation[] others = {Relation.USUAL};
    fields
        .mapping(PEERS)
        .ifPresent(peers ->
            peers
                .entries()
                .forEach((written, entry) -> {
                  YamlMapping peer =
                      YamlMapping.of(file, "peer '" + written + "'", entry.getValueNode());
                  if (written.equals(OTHERS)) {
                    others[0] = relation(peer);
                  } else {
                    named.put(ids.apply(written, entry.getKeyNode()), relation(peer));
                  }
                }));
    return new Peers(named, others[0]);
  }

  private static Relation relation(YamlMapping peer) {
    peer.allowOnly(KEYS);
    return new Relation(
        peer.bool(REVIEW).orElse(false),
        peer.bool(ASK_FIRST).orElse(false),
        peer.bool(ALLOW).orElse(true));
  }
}
