package aether.cli.demo;

import aether.bus.Presence;
import aether.config.AetherHome;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.desk.Draft;
import aether.desk.OperatorDesk;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.Station;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.turn.AgentRunner;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a scenario is played on: one bus, its Bodies, and what has happened on it. */
final class Stage implements AutoCloseable {
  /** How long whatever is scripted may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final Observatory.Timing TIMING =
      new Observatory.Timing(
          Duration.ofSeconds(6),
          Duration.ofMillis(250),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ZERO,
          Duration.ofSeconds(5));

  private static final int PARALLEL = 4;

  private final RedisBus bus;
  private final RedisObserver observer;
  private final Constellation constellation;
  private final OperatorDesk desk;
  private final Chronicle chronicle;
  private final Consumer<String> teller;
  private final Cast cast;
  private final Map<ProjectId, Observatory> online = new HashMap<>();

  /**
   * @param bus stays the caller's to close
   * @param desk where the operator of the demo decides
   * @param chronicle stays the caller's to start and to close
   * @param teller prints what is not an event
   */
  Stage(
      RedisBus bus,
      Constellation constellation,
      OperatorDesk desk,
      Chronicle chronicle,
      Consumer<String> teller,
      Cast cast) {
    this.bus = bus;
    this.observer = bus.observer();
    this.constellation = constellation;
    this.desk = desk;
    this.chronicle = chronicle;
    this.teller = teller;
    this.cast = cast;
  }

  Cast cast() {
    return cast;
  }

  /** How long each scripted turn takes. */
  Duration pace() {
    return cast.pace();
  }

  /** What the operator of the demo can do. */
  OperatorDesk desk() {
    return desk;
  }

  /** What the bus tells. */
  RedisObserver observer() {
    return observer;
  }

  /** The demo's own Aether home. */
  AetherHome home() {
    return new AetherHome(constellation.file().resolveSibling(""));
  }

  /** Says something that no event says. */
  void say(String line) {
    teller.accept(line);
  }

  private Station.Host host(Cast cast) {
    Station.Host usual = Station.Host.of(home(), Map.of());
    return new Station.Host(cast.stop().orElseGet(home()::stop), usual.ledgers(), usual.outbound());
  }

  /** Makes a Body known that is not online. */
  void known(ProjectId id) {
    var _ = bus.registrar().register(described(id).body(), false);
  }

  /** Brings a Body online that nobody else has. */
  void online(ProjectId id, AgentRunner agent) {
    online(id, agent, cast.limits());
  }

  /** As {@link #online(ProjectId, AgentRunner)}, with limits of its own. */
  void online(ProjectId id, AgentRunner agent, Limits limits) {
    Observatory observatory =
        Station.on(bus, settings(described(id), limits), agent, PARALLEL, TIMING, host(cast));
    observatory
        .start(false)
        .ifPresent(refusal -> {
          throw new IllegalStateException(id + " does not come online: " + refusal);
        });
    online.put(id, observatory);
  }

  void offline(ProjectId id) {
    Optional.ofNullable(online.remove(id)).ifPresent(Observatory::close);
  }

  /** Begins a conversation. */
  Envelope send(ProjectId from, Recipient to, Intent intent, String text) {
    return send(new Draft(from, to, new Content(intent, text), Optional.empty(), Hops.DEFAULT_MAX));
  }

  /** Begins a conversation, or goes on with one. */
  Envelope send(Draft draft) {
    Envelope envelope = desk.dispatch().seal(draft);
    again(envelope);
    return envelope;
  }

  /** Puts on the bus what may be there already. */
  void again(Envelope envelope) {
    desk.dispatch().inject(envelope, envelope.from().value());
  }

  /** Another message of the operator to {@code to} in the same conversation. */
  Envelope follow(ConversationId conversation, ProjectId to, Intent intent, String text) {
    return send(
        new Draft(
            ProjectId.OPERATOR,
            new Recipient.Project(to),
            new Content(intent, text),
            Optional.of(conversation),
            Hops.DEFAULT_MAX));
  }

  /** What has happened so far. */
  Account account() {
    return chronicle.account();
  }

  /** Waits until what has happened is {@code enough}. @return whether it is, in time */
  boolean await(Predicate<Account> enough) throws InterruptedException {
    return chronicle.await(() -> enough.test(account()), PATIENCE);
  }

  /** Waits until nobody has anything left to do. @return whether that came in time */
  boolean rest() throws InterruptedException {
    return chronicle.await(this::isAtRest, PATIENCE);
  }

  /** As {@link #rest}, also ending when an agent cannot run. */
  boolean restOrSuspended(Duration patience) throws InterruptedException {
    return chronicle.await(() -> suspended().isPresent() || isAtRest(), patience) && isAtRest();
  }

  /** Why an agent cannot run, when one cannot. */
  Optional<String> suspended() {
    return observer.liveness().presence(online.keySet()).values().stream()
        .flatMap(presence ->
            presence instanceof Presence.Suspended(var _, String reason, _)
                ? Optional.of(reason).stream()
                : Optional.<String>empty().stream())
        .findFirst();
  }

  /** Takes every Body offline, also when the calling thread was interrupted. */
  @Override
  public void close() {
    boolean _ = Thread.interrupted();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      online.values().forEach(observatory -> threads.execute(observatory::close));
    }
    online.clear();
  }

  /** An empty inbox everywhere, while the mirror stands still and has been read to its end. */
  private boolean isAtRest() {
    String end = observer.events().end();
    return online.entrySet().stream()
            .allMatch(
                body -> observer.liveness().queued(body.getKey()) == 0 && body.getValue().isIdle())
        && chronicle.position().equals(end)
        && observer.events().end().equals(end);
  }

  private ConstellationBody described(ProjectId id) {
    return constellation.body(id);
  }

  static BodySettings settings(ConstellationBody body, Limits limits) {
    return new BodySettings(
        body.body(),
        body.workingDir().orElseThrow(),
        limits,
        body.waves(),
        body.reviews(),
        body.verbatimTelescope());
  }
}
