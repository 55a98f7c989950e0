package aether.operator;

import aether.desk.AddressBook;
import aether.desk.Addressee;
import aether.desk.Draft;
import aether.desk.OperatorDesk;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.web.Problem;
import aether.wire.Json;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Messages by hand: {@code /inject}, and {@code /preview}, which sends nothing. */
final class Post {
  private static final int FARTHEST = 64;
  private static final String INTENTS = "ask, inform, task or result";

  private final OperatorDesk desk;
  private final AddressBook book;
  private final Host host;

  Post(OperatorDesk desk, Sight sight, Host host) {
    this.desk = desk;
    this.book = new AddressBook(sight.directory(), sight.liveness());
    this.host = host;
  }

  Map<String, Function<Order, Reply>> byPath() {
    return Map.of("/inject", this::inject);
  }

  private Reply inject(Order order) {
    Envelope envelope = envelope(order);
    desk.dispatch().inject(envelope, desk.actor());
    return Reply.ok(
        Json.object()
            .put("message_id", envelope.id().value())
            .put(Order.CONVERSATION, envelope.conversation().value())
            .put("type", envelope.isWave() ? "wave" : "comet"));
  }

  /** How the message would look to the agent; nothing is sent and nothing audited. */
  Reply preview(Order order) {
    Envelope envelope = envelope(order);
    ObjectNode answer = Json.object();
    answer.set("envelope", EnvelopeCodec.tree(envelope));
    answer.put("block", host.preview(envelope));
    return Reply.ok(answer);
  }

  private Envelope envelope(Order order) {
    order.require("to", "text");
    boolean solicit = order.flag("solicit");
    Content content = content(order);
    int hops = order.number("max_hops", 1, FARTHEST, Hops.DEFAULT_MAX);
    ProjectId from = from(order);
    Draft draft =
        new Draft(from, recipient(order, solicit), content, order.optionalConversation(), hops);
    return desk.dispatch().seal(draft);
  }

  private static Content content(Order order) {
    try {
      return new Content(intent(order), order.text("text"));
    } catch (IllegalArgumentException e) {
      throw Order.unusable("text", String.valueOf(e.getMessage()));
    }
  }

  private static Intent intent(Order order) {
    String name = order.text("intent", "ask");
    return EnvelopeCodec.intent(name)
        .filter(Predicate.not(Intent.ACK::equals))
        .orElseThrow(() -> Order.unusable("intent", "'" + name + "' is none; give " + INTENTS));
  }

  private static ProjectId from(Order order) {
    String from = order.text("from", ProjectId.OPERATOR.value());
    return ProjectId.parse(from)
        .orElseThrow(
            () -> Order.unusable("from", "'" + from + "' is no id; give " + ProjectId.SPELLING));
  }

  private Recipient recipient(Order order, boolean solicit) {
    String to = order.text("to");
    return switch (book.find(to)) {
      case Addressee.Known(ProjectId id, var _) when solicit ->
          throw Order.unusable("solicit", "is for a wave; '" + id + "' is one Body");
      case Addressee.Known(ProjectId id, var _) -> new Recipient.Project(id);
      case Addressee.Everybody _ -> new Recipient.Everyone(solicit);
      case Addressee.Unknown unknown -> throw new Problem(404, unknown.refusal());
    };
  }
}
