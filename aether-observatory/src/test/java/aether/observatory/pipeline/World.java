package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.PendingReply;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.config.Waves;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Nemesis.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One world per seed: up to six Bodies, whatever their senders, agents and operator take it into
 * their heads to do, and whatever may go wrong. Run to its end, drained, and audited.
 */
final class World {
  /**
   * What may go wrong in a world.
   *
   * @param crashes how often a process dies at most, or loses its Body to another one
   * @param flushes how often the bus forgets everything at most
   * @param cuts how often the connection is cut around a command at most
   */
  record Perils(int crashes, int flushes, int cuts) {
    static final Perils NONE = new Perils(0, 0, 0);
  }

  private static final List<ProjectId> NAMES =
      List.of(
          Sky.A, Sky.B, Sky.C, new ProjectId("delta"), new ProjectId("eta"), new ProjectId("z"));
  private static final int DEEPEST = 3;
  private static final int DRAIN_ROUNDS = 500;

  private final SplittableRandom random;
  private final Sim sim;
  private final List<ProjectId> bodies;
  private final Set<ProjectId> thinkers = new HashSet<>();
  private final Set<ConversationId> paused = new HashSet<>();
  private final WildAgents agents;
  private final Mischief mischief;
  private int crashes;
  private int flushes;
  private int cuts;

  World(long seed, Sim.Mutation mutation) {
    this.random = new SplittableRandom(seed);
    this.bodies = NAMES.subList(0, 1 + Math.min(random.nextInt(6), random.nextInt(1, 6)));
    Perils perils = perils();
    crashes = perils.crashes();
    flushes = perils.flushes();
    cuts = perils.cuts();
    // The script needs the clock of the simulation that plays it.
    WildAgents[] playing = new WildAgents[1];
    sim = new Sim((body, message, run) -> playing[0].play(body, message, run), mutation);
    agents = new WildAgents(random, sim.clock, bodies, random.nextInt(0, 101));
    playing[0] = agents;
    mischief = new Mischief(random, sim, bodies);
    Limits limits = new Limits(pick(1, 2, 3, 4, 16), pick(2, 20, 20), 2, Sky.LIMITS.ceilings());
    for (ProjectId body : bodies) {
      boolean thinks = random.nextInt(4) == 0;
      BodySettings usual = Sim.settings(body, limits, thinks ? Waves.THINK : Waves.NOTE);
      sim.add(random.nextInt(8) == 0 ? asking(usual) : usual);
      if (thinks) {
        thinkers.add(body);
      }
    }
  }

  /** The same, but a human is asked before a reply of it leaves. */
  private static BodySettings asking(BodySettings usual) {
    return new BodySettings(
        usual.body(),
        usual.workingDir(),
        usual.limits(),
        usual.waves(),
        usual.reviewers(),
        usual.verbatim(),
        true);
  }

  private Perils perils() {
    return switch (random.nextInt(4)) {
      case 0 -> Perils.NONE;
      case 1 -> new Perils(random.nextInt(1, 10), 0, 0);
      case 2 -> new Perils(0, 0, random.nextInt(1, 6));
      default -> new Perils(random.nextInt(1, 6), random.nextInt(0, 3), random.nextInt(0, 4));
    };
  }

  /** Lives through the whole of it. @return what the auditor has to say */
  List<String> live() throws InterruptedException {
    sim.haunt(this::strike);
    for (int i = random.nextInt(6); i > 0; i--) {
      mischief.send();
    }
    int steps = random.nextInt(10, 100);
    for (int i = 0; i < steps; i++) {
      step();
    }
    agents.tame();
    paused.forEach(conversation -> sim.bus.controlSwitch().resume(conversation, "operator"));
    bodies.forEach(body -> sim.bus.controlSwitch().resume(body, "operator"));
    boolean rested = sim.drain(DRAIN_ROUNDS);
    while (rested && !waiting().isEmpty()) {
      waiting().forEach(this::judge);
      rested = sim.drain(DRAIN_ROUNDS);
    }
    List<String> complaints = new ArrayList<>(sim.auditor(thinkers).complaints());
    if (!rested) {
      complaints.add("never came to rest: " + sim.standing());
    }
    return complaints;
  }

  private void step() throws InterruptedException {
    switch (random.nextInt(20)) {
      case 0, 1 -> mischief.send();
      case 2 -> operate();
      case 3 -> time();
      case 4 -> sim.kill(anyBody());
      default -> move(anyBody());
    }
  }

  /** Lets a Body do one thing. */
  private void move(ProjectId body) throws InterruptedException {
    Optional<Incarnation> process = sim.process(body);
    if (process.isEmpty()) {
      sim.start(body);
      return;
    }
    List<String> ready = process.get().ready();
    if (ready.isEmpty() || random.nextInt(3) == 0) {
      sim.read(body, random.nextInt(1, 5));
    } else {
      sim.work(body, ready.get(random.nextInt(ready.size())));
    }
  }

  private void strike(Moment moment, String command) throws InterruptedException {
    if (moment == Moment.RUN) {
      meanwhile();
      return;
    }
    if (flushes > 0 && random.nextInt(150) == 0) {
      flushes--;
      sim.flush();
    }
    if (crashes > 0 && random.nextInt(30) == 0) {
      crashes--;
      throw new Crash();
    }
    if (cuts > 0 && random.nextInt(25) == 0) {
      cuts--;
      throw new BusException.Unavailable(command + " was cut", new IllegalStateException());
    }
  }

  /** What happens while an agent runs. */
  private void meanwhile() throws InterruptedException {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> {
        if (sim.depth() < DEEPEST) {
          move(anyBody());
        }
      }
      case 4 -> operate();
      case 5 -> time();
      case 6 -> mischief.send();
      case 7 -> {
        if (crashes > 0) {
          crashes--;
          throw new Crash();
        }
      }
      case 8, 9 -> takeOver();
      case 10 -> endTurn();
      default -> {}
    }
  }

  /** Another process takes the Body over whose agent runs, and begins to work. */
  private void takeOver() throws InterruptedException {
    if (crashes > 0 && sim.depth() < DEEPEST) {
      crashes--;
      ProjectId body = sim.atWork();
      sim.start(body);
      for (int i = random.nextInt(4); i > 0; i--) {
        move(body);
      }
    }
  }

  /** The operator ends the conversation whose agent runs, and the daemon sees to it at once. */
  private void endTurn() throws InterruptedException {
    if (random.nextInt(3) == 0) {
      ConversationId conversation = sim.message().orElseThrow().conversation();
      sim.outside(() -> sim.bus.controlSwitch().terminate(conversation, "operator"));
      sim.interrupt(conversation);
    }
  }

  private void operate() {
    sim.outside(this::decide);
  }

  private void decide() {
    ConversationId conversation =
        sim.message().map(Envelope::conversation).orElseGet(mischief::conversation);
    ControlSwitch operator = sim.bus.controlSwitch();
    switch (random.nextInt(13)) {
      case 8 -> operator.pause(anyBody(), "operator");
      case 9 -> bodies.forEach(body -> operator.resume(body, "operator"));
      case 10 -> operator.askFirst(conversation, random.nextInt(3) > 0, "operator");
      case 11 -> operator.askFirst(anyBody(), random.nextBoolean(), "operator");
      case 12 -> waiting().stream().limit(1).forEach(this::judge);
      case 0, 1, 2 -> {
        operator.pause(conversation, "operator");
        paused.add(conversation);
      }
      case 3, 4 -> operator.resume(conversation, "operator");
      case 5 -> operator.terminate(conversation, "operator");
      case 6 -> operator.kill(anyBody(), "operator");
      default -> bodies.forEach(body -> operator.revive(body, "operator"));
    }
  }

  /** The replies that wait for a human. */
  private List<PendingReply> waiting() {
    return sim.bus.approvals().list(EventLog.START, 1_000);
  }

  /** A human lets a reply go, or not; one whose conversation is over can only be let fall. */
  private void judge(PendingReply reply) {
    ApprovalDesk desk = sim.bus.approvalDesk();
    if (random.nextInt(3) == 0
        || !(desk.approve(reply.id(), "operator") instanceof ApprovalDesk.Decision.Done)) {
      ApprovalDesk.Decision _ = desk.deny(reply.id(), "operator");
    }
  }

  private void time() {
    sim.pass(
        switch (random.nextInt(5)) {
          case 0 -> Duration.ofMinutes(random.nextInt(1, 30));
          case 1 -> Duration.ofMillis(-random.nextInt(1, 90_000));
          default -> Duration.ofMillis(random.nextInt(1, 40_000));
        });
  }

  private ProjectId anyBody() {
    return bodies.get(random.nextInt(bodies.size()));
  }

  private int pick(int... values) {
    return values[random.nextInt(values.length)];
  }
}
