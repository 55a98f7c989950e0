package aether.operator;

import aether.bus.Body;
import aether.bus.Presence;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settlement;
import aether.config.Secret;
import aether.desk.Dispatch;
import aether.desk.OperatorDesk;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.InMemoryBus;
import aether.testkit.SequentialIds;
import aether.web.AccessToken;
import aether.web.Listening;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A panel over a bus in memory, with the token {@code tok}. */
final class Panel implements AutoCloseable {
  static final ConversationId C = new ConversationId("c");
  static final ProjectId BETA = new ProjectId("beta");
  static final ProjectId GAMMA = new ProjectId("gamma");

  static ProjectId alpha() {
    return new ProjectId("alpha");
  }

  final HandClock clock = new HandClock();
  final InMemoryBus bus = new InMemoryBus(clock);
  final Books books = new Books(clock);
  final Http http;
  private final SequentialIds ids = new SequentialIds();
  private final OperatorPanel panel;
  private int hostile;

  Panel() {
    OperatorDesk.Hands hands =
        new OperatorDesk.Hands(
            bus.controlSwitch(),
            bus.approvalDesk(),
            bus.deadLetterOffice(),
            bus.journal(),
            new Dispatch(bus.outbox(), clock, ids));
    Sight sight =
        new Sight(
            bus,
            bus,
            bus,
            new Sight.Records(bus, bus.deadLetters(), bus.approvals(), bus.auditTrail()));
    panel =
        OperatorPanel.start(
            new OperatorDesk("operator", hands, clock),
            sight,
            new AccessToken(new Secret("tok")),
            books,
            Listening.here(0));
    http = new Http(panel.address());
  }

  /** What this test host knows of its one Body. */
  static final class Books implements Host {
    final List<BigDecimal> granted = new ArrayList<>();
    private final HandClock clock;

    Books(HandClock clock) {
      this.clock = clock;
    }

    @Override
    public List<Account> accounts() {
      BigDecimal one = BigDecimal.ONE;
      return List.of(
          new Account(
              BETA,
              BigDecimal.ZERO,
              List.of(new Meter("daily_usd", true, one, new BigDecimal(20), new BigDecimal(19)))));
    }

    @Override
    public Optional<Instant> grant(ProjectId body, BigDecimal usd, Duration time) {
      granted.add(usd);
      return Optional.of(clock.instant().plus(time));
    }

    @Override
    public String preview(Envelope message) {
      return "=== BEGIN MESSAGE m0 ===\n" + message.content().text();
    }
  }

  int port() {
    return panel.address().getPort();
  }

  Http.Answer post(String path, String body) {
    return http.send(
        "POST",
        path,
        Map.of("Authorization", "Bearer tok", "Content-Type", "application/json; charset=utf-8"),
        body);
  }

  Http.Answer get(String path) {
    return http.send("GET", path, Map.of("Authorization", "Bearer tok"), "");
  }

  void registered(ProjectId id) {
    var _ = bus.registrar().register(new Body(id, id + " of the test", List.of("api")), false);
  }

  void online(ProjectId id) {
    registered(id);
    bus.heartbeat(id, Duration.ofHours(1)).beat(new Presence.Idle(clock.instant()));
  }

  /** A message of {@code from} to {@code to}, on the bus. */
  Envelope sent(String from, String to, String text) {
    Envelope envelope =
        Envelope.origin(
            MessageId.of(ids.next()),
            ConversationId.of(ids.next()),
            new ProjectId(from),
            new Recipient.Project(new ProjectId(to)),
            8,
            clock.instant(),
            new Content(Intent.ASK, text));
    bus.outbox().send(envelope, List.of());
    return envelope;
  }

  /** {@code question} to beta, answered with {@code text}, which waits for approval. */
  Envelope waiting(Envelope question, String text) {
    Entry entry = taken();
    Envelope reply =
        question.reply(BETA, question.from(), new Content(Intent.RESULT, text), clock.instant());
    var _ = log().settle(settlement(question, entry, Optional.of(reply), Optional.empty()));
    return reply;
  }

  /** {@code question} to beta, given up. */
  void died(Envelope question) {
    var _ =
        log()
            .settle(
                settlement(
                    question,
                    taken(),
                    Optional.empty(),
                    Optional.of(
                        new Settlement.DeadLetter(Extinction.Cause.TURN_FAILED, "exit 1", 2))));
  }

  private Entry taken() {
    Inbox inbox = bus.inbox(BETA);
    inbox.open();
    return inbox.next(1, Duration.ofSeconds(1)).getFirst();
  }

  private ProcessingLog log() {
    Lease.Owner owner = new Lease.Owner("t", "host", 1, clock.instant());
    var _ = bus.lease(BETA, Duration.ofHours(1)).acquire(owner);
    return bus.processingLog(BETA, owner);
  }

  private static Settlement settlement(
      Envelope question,
      Entry entry,
      Optional<Envelope> reply,
      Optional<Settlement.DeadLetter> letter) {
    return new Settlement(
        entry,
        Optional.of(question),
        1,
        Optional.empty(),
        Optional.empty(),
        new Settlement.SessionChange.Keep(),
        reply
            .<Settlement.Outgoing>map(Settlement.Outgoing.Submitted::new)
            .orElse(new Settlement.Outgoing.None()),
        List.of(),
        letter,
        Optional.empty());
  }

  /** Puts {@code payload} wherever the bus lets anybody put a text. */
  void hostile(String payload) {
    var _ =
        bus.registrar()
            .register(new Body(new ProjectId("h" + hostile++), payload, List.of(payload)), false);
    Envelope question =
        Envelope.origin(
            MessageId.of(ids.next()),
            new ConversationId(payload),
            new ProjectId(payload),
            new Recipient.Project(BETA),
            8,
            clock.instant(),
            new Content(Intent.ASK, payload));
    bus.outbox().send(question, List.of());
    died(question);
    Envelope asked = sent("alpha", "beta", payload);
    Envelope _ = waiting(asked, payload);
    var _ = bus.rawInbox(BETA, Map.of("data", payload, payload, payload));
    Entry entry = taken();
    var _ =
        log()
            .settle(
                new Settlement(
                    entry,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    new Settlement.SessionChange.Keep(),
                    Optional.empty(),
                    List.of(),
                    Optional.of(
                        new Settlement.DeadLetter(Extinction.Cause.UNDECODABLE, payload, 0)),
                    Optional.empty()));
    bus.journal()
        .append(
            List.of(
                new Event.Operated(
                    payload,
                    new Action.Refused(payload, Optional.empty(), Optional.empty(), payload),
                    clock.instant())));
  }

  @Override
  public void close() {
    panel.close();
  }
}
