package aether.event;

import aether.message.ConversationId;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.message.Seal;
import aether.wire.Fields;
import aether.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events to and from the {@code data} field of the mirror (CONTRACT §4): the one place of their
 * wire names. Field order is that of the first Aether; fields of ours stand before {@code
 * event_type}. Unknown fields are ignored; nothing here throws on input.
 */
public final class EventCodec {
  private static final String EPOCH_CHANGED = "bus_epoch_changed";

  private static final String SENDER = "sender";
  private static final String VERIFIED = "verified";
  private static final String UNVERIFIED = "unverified";

  private EventCodec() {}

  /** The wire form of {@code event}; an unrecognised one as it was found. */
  public static String encode(Event event) {
    return switch (event) {
      case Event.MessageSent sent -> message(sent);
      case Event.ProcessingStarted started -> started(started);
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished extinguished ->
          finish(ExtinctionCodec.tree(extinguished), "terminated", extinguished.at());
      case Event.Progress progress -> progress(progress);
      case Event.Operated operated ->
          finish(ActionCodec.tree(operated), "operator_action", operated.at());
      case Event.BusEpochChanged changed -> epochChanged(changed);
      case Event.Unrecognised unrecognised -> unrecognised.raw();
    };
  }

  /** The event in {@code data}; whatever cannot be interpreted is {@link Event.Unrecognised}. */
  public static Event decode(String data) {
    Optional<ObjectNode> object = Json.readObject(data);
    Fields fields = new Fields(object.orElseGet(Json::object));
    try {
      return read(fields).orElseGet(() -> unrecognised(fields, data));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return unrecognised(fields, data);
    }
  }

  /** The reason under which readers show an extinction: {@code horizon}, {@code rate}, … */
  public static String canonicalReason(Extinction why) {
    return canonicalReason(ExtinctionCodec.reason(why));
  }

  /** The reason under which readers show a raw one: {@code rate_limited} is {@code rate}. */
  public static String canonicalReason(String reason) {
    return reason.equals("rate_limited") ? "rate" : reason;
  }

  /** The reason as it stands on the wire. */
  public static String reason(Extinction why) {
    return ExtinctionCodec.reason(why);
  }

  /** The reason of a dead letter as it stands on the wire. */
  public static String reason(Extinction.Cause cause) {
    return ExtinctionCodec.reason(cause);
  }

  /** The cause that {@code reason} stands for on the wire; empty when this version knows none. */
  public static Optional<Extinction.Cause> cause(String reason) {
    return ExtinctionCodec.cause(reason);
  }

  /** The reason an action carries on the wire, if it carries one. */
  public static Optional<String> reason(Action action) {
    return ActionCodec.reason(action);
  }

  /** The wire name of an action: {@code pause}, {@code kill_project}, … */
  public static String wireName(Action action) {
    return ActionCodec.name(action);
  }

  /** What an action carries beside its conversation: recipient, message, project. */
  public static ObjectNode details(Action action) {
    return ActionCodec.details(action);
  }

  /** The wire form of a milestone as a tree. */
  public static ObjectNode tree(Milestone milestone) {
    return MilestoneCodec.tree(milestone);
  }

  private static String message(Event.MessageSent sent) {
    ObjectNode node = Json.object();
    node.put("kind", "message");
    node.set("envelope", EnvelopeCodec.tree(sent.envelope()));
    node.put("event_type", "message");
    node.put("ts", Iso8601.format(sent.at()));
    node.put("conversation_id", sent.envelope().conversation().value());
    return Json.write(node);
  }

  private static String started(Event.ProcessingStarted started) {
    ObjectNode node = Json.object();
    node.put("kind", "processing_start");
    hoist(node, started.envelope(), started.envelope().to().address());
    node.put("project", started.project().value());
    return finish(node, "progress", started.at());
  }

  private static String done(Event.ProcessingDone done) {
    ObjectNode node = Json.object();
    node.put("kind", "processing_done");
    done.reason().ifPresent(reason -> node.put("reason", reason));
    hoist(node, done.envelope(), done.envelope().to().address());
    node.put("summary", done.summary());
    node.put("project", done.project().value());
    done.usage().ifPresent(usage -> TurnUsageCodec.put(node, usage));
    return finish(node, "done", done.at());
  }

  private static String progress(Event.Progress progress) {
    ObjectNode node = Json.object();
    node.put("kind", "progress");
    progress.conversation().ifPresent(id -> node.put("conversation_id", id.value()));
    node.put("project_id", progress.project().value());
    node.set("progress", MilestoneCodec.tree(progress.milestone()));
    return finish(node, "progress", progress.at());
  }

  private static String epochChanged(Event.BusEpochChanged changed) {
    ObjectNode node = Json.object();
    node.put("kind", EPOCH_CHANGED);
    node.put("project", changed.project().value());
    return finish(node, "bus", changed.at());
  }

  /** The envelope and what readers find without looking into it. */
  static void hoist(ObjectNode node, Envelope envelope, String to) {
    node.set("envelope", EnvelopeCodec.tree(envelope));
    node.put("from", envelope.from().value());
    node.put("to", to);
    node.put("hop_count", envelope.hops().count());
    node.put("conversation_id", envelope.conversation().value());
    node.put("message_id", envelope.id().value());
    switch (envelope.seal().verdict()) {
      case UNCHECKED -> {}
      case VERIFIED -> node.put(SENDER, VERIFIED);
      case UNVERIFIED -> node.put(SENDER, UNVERIFIED);
    }
  }

  private static String finish(ObjectNode node, String eventType, Instant at) {
    node.put("event_type", eventType);
    node.put("ts", Iso8601.format(at));
    return Json.write(node);
  }

  private static Optional<Event> read(Fields fields) {
    String kind = fields.requiredText("kind");
    return switch (fields.requiredText("event_type")) {
      case "message" -> only(kind.equals("message"), () -> readMessage(fields));
      case "done" -> only(kind.equals("processing_done"), () -> readDone(fields));
      case "terminated" -> ExtinctionCodec.read(fields);
      case "operator_action" ->
          only(kind.equals("operator_action"), () -> ActionCodec.read(fields));
      case "bus" -> only(kind.equals(EPOCH_CHANGED), () -> readEpochChanged(fields));
      case "progress" ->
          switch (kind) {
            case "processing_start" -> Optional.of(readStarted(fields));
            case "progress" -> Optional.of(readProgress(fields));
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private static Optional<Event> only(boolean known, Supplier<Event> reader) {
    return known ? Optional.of(reader.get()) : Optional.empty();
  }

  private static Event readMessage(Fields fields) {
    return new Event.MessageSent(sent(fields), at(fields));
  }

  private static Event readStarted(Fields fields) {
    return new Event.ProcessingStarted(
        envelope(fields), new ProjectId(fields.requiredText("project")), at(fields));
  }

  private static Event readDone(Fields fields) {
    return new Event.ProcessingDone(
        envelope(fields),
        new ProjectId(fields.requiredText("project")),
        fields.requiredText("summary"),
        fields.text("reason"),
        TurnUsageCodec.read(fields),
        at(fields));
  }

  private static Event readProgress(Fields fields) {
    return new Event.Progress(
        conversation(fields),
        new ProjectId(fields.requiredText("project_id")),
        MilestoneCodec.read(fields.object("progress"))
            .orElseThrow(() -> new IllegalArgumentException("progress.kind is unknown")),
        at(fields));
  }

  private static Event readEpochChanged(Fields fields) {
    return new Event.BusEpochChanged(new ProjectId(fields.requiredText("project")), at(fields));
  }

  private static Event unrecognised(Fields fields, String data) {
    Instant at = fields.text("ts").flatMap(Iso8601::parse).orElse(Event.UNDATED);
    return new Event.Unrecognised(FragmentCodec.traits(fields), data, at);
  }

  /** The envelope of a record, with what its reader made of the sender. */
  static Envelope envelope(Fields fields) {
    Envelope envelope = sent(fields);
    return envelope.with(
        envelope
            .seal()
            .with(
                switch (fields.text(SENDER).orElse("")) {
                  case VERIFIED -> Seal.Verdict.VERIFIED;
                  case UNVERIFIED -> Seal.Verdict.UNVERIFIED;
                  default -> Seal.Verdict.UNCHECKED;
                }));
  }

  /** The envelope of its own sender's record, which says nothing of who that is. */
  private static Envelope sent(Fields fields) {
    return switch (EnvelopeCodec.decode(fields.node().path("envelope"))) {
      case Decoded.Valid(var envelope) -> envelope;
      case Decoded.Invalid(var reason) -> throw new IllegalArgumentException(reason);
    };
  }

  static Optional<ConversationId> conversation(Fields fields) {
    return fields.lacks("conversation_id")
        ? Optional.empty()
        : Optional.of(new ConversationId(fields.requiredText("conversation_id")));
  }

  static Instant at(Fields fields) {
    return Iso8601.parse(fields.requiredText("ts"))
        .orElseThrow(() -> new IllegalArgumentException("ts is no ISO 8601 time with an offset"));
  }
}
