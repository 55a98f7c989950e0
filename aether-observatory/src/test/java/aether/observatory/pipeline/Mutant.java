package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.DeadLetter;
import aether.bus.write.Standing;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.RunLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Daemons with one fault each, put there on purpose: an auditor that lets one pass is no good. */
enum Mutant implements Sim.Mutation {
  SKIPS_THE_FENCE {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      Lease.Owner me = sim.owner(body).orElseThrow();
      return new FaultyLog(sound) {
        private Lease.Owner owner() {
          return sim.owner(body).orElseThrow();
        }

        @Override
        public long reserve(Reservation reservation, Instant now) {
          return sim.bus.processingLog(body, owner()).reserve(reservation, now);
        }

        /** Nor does the bus notice that what it is told is old. */
        @Override
        public Settled settle(Settlement settlement) {
          Entry entry = settlement.entry();
          Entry unheardOf = new Entry(entry.origin(), entry.id(), Map.of("by", me.token()));
          return me.equals(owner())
              ? sound.settle(settlement)
              : sim.bus
                  .processingLog(body, owner())
                  .settle(written(settlement, unheardOf, settlement.reply(), settlement.events()));
        }
      };
    }
  },
  ACKNOWLEDGES_THEN_EMITS {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement -> {
            Settled settled = sound.settle(withoutReply(settlement));
            settlement.reply().ifPresent(sim.bus::strayReply);
            return settled;
          });
    }
  },
  EMITS_THEN_ACKNOWLEDGES {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement -> {
            settlement.reply().ifPresent(sim.bus::strayReply);
            return sound.settle(withoutReply(settlement));
          });
    }
  },
  ACKNOWLEDGES_BEFORE_IT_RUNS {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return new FaultyLog(sound) {
        @Override
        public long reserve(Reservation reservation, Instant now) {
          long seen = super.reserve(reservation, now);
          Settled _ = super.settle(nothing(reservation.entry()));
          return seen;
        }
      };
    }
  },
  DOES_NOT_RESERVE {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return new FaultyLog(sound) {
        @Override
        public long reserve(Reservation reservation, Instant now) {
          return 0;
        }
      };
    }
  },
  FORGETS_THE_ATTEMPTS {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return looking(sound, (_, log) -> log.map(known -> attempts(known, 0)));
    }
  },
  COUNTS_ATTEMPTS_ANEW_AFTER_A_RESTART {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      Set<RunLedger.Message> met = new HashSet<>();
      return looking(
          sound,
          (envelope, log) ->
              met.add(RunLedger.Message.of(body, envelope))
                  ? log.map(known -> attempts(known, 0))
                  : log);
    }
  },
  FORGETS_WHAT_IS_ACKNOWLEDGED {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return looking(sound, (_, log) -> log.filter(known -> known.state() != LogEntry.State.ACKED));
    }
  },
  FORGETS_WHAT_IS_PAID_FOR {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return new FaultyLog(sound) {
        @Override
        public void record(Envelope envelope, String claudeResult, String sessionId) {}
      };
    }
  },
  LOSES_THE_REPLY {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(sound, settlement -> sound.settle(withoutReply(settlement)));
    }
  },
  EMITS_THE_REPLY_TWICE {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement -> {
            Settled settled = sound.settle(settlement);
            settlement.reply().ifPresent(sim.bus::strayReply);
            return settled;
          });
    }
  },
  LEAVES_THE_ENTRY {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement -> {
            Entry entry = settlement.entry();
            Entry other = new Entry(Entry.Origin.BROADCAST, entry.id(), entry.fields());
            return sound.settle(
                written(settlement, other, settlement.reply(), settlement.events()));
          });
    }
  },
  DROPS_THE_DEAD_LETTER {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement ->
              sound.settle(
                  new Settlement(
                      settlement.entry(),
                      settlement.message(),
                      settlement.attempts(),
                      settlement.claudeResult(),
                      settlement.reason(),
                      settlement.session(),
                      settlement.reply(),
                      settlement.events(),
                      Optional.<DeadLetter>empty(),
                      settlement.waveCursor())));
    }
  },
  WRITES_NO_MESSAGE_EVENT {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement ->
              sound.settle(
                  written(
                      settlement,
                      settlement.entry(),
                      settlement.reply(),
                      unannounced(settlement))));
    }
  },
  MOVES_THE_WAVE_CURSOR_TOO_FAR {
    @Override
    ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
      return settling(
          sound,
          settlement ->
              sound.settle(
                  settlement.entry().origin() == Entry.Origin.BROADCAST
                      ? settlement.withWaveCursor(settlement.entry().id())
                      : settlement));
    }
  },
  HANDS_ENTRIES_OUT_OF_ORDER {
    @Override
    Inbox inbox(Inbox sound) {
      return new FaultyInbox(sound) {
        @Override
        public List<Entry> next(int count, Duration patience) {
          return super.next(count, patience).reversed();
        }
      };
    }
  },
  FORGETS_WHAT_A_RUN_HAS_COST {
    @Override
    Ledger ledger(Ledger sound) {
      return dropping(sound, Ledger.Settled.class);
    }
  },
  SETS_NOTHING_ASIDE {
    @Override
    Ledger ledger(Ledger sound) {
      return dropping(sound, Ledger.Reserved.class);
    }
  },
  FORGETS_WHAT_WAS_HANDED_OUT {
    @Override
    Inbox inbox(Inbox sound) {
      return new FaultyInbox(sound) {
        @Override
        public List<Entry> unsettled(String position, int count) {
          return List.of();
        }
      };
    }
  };

  @Override
  public Ports of(Sim sim, Ports ports, ProjectId body) {
    return new Ports(
        inbox(ports.inbox()),
        log(sim, body, ports.log()),
        ports.lease(),
        ports.heartbeat(),
        ports.registrar(),
        ports.journal(),
        ports.directory(),
        ports.liveness(),
        ports.control(),
        ports.stopSign(),
        ledger(ports.ledger()),
        ports.outbound());
  }

  ProcessingLog log(Sim sim, ProjectId body, ProcessingLog sound) {
    return sound;
  }

  Inbox inbox(Inbox sound) {
    return sound;
  }

  Ledger ledger(Ledger sound) {
    return sound;
  }

  /** A ledger that never hears of one kind of line. */
  private static Ledger dropping(Ledger sound, Class<? extends Ledger.Line> kind) {
    return new Ledger() {
      @Override
      public List<Line> lines() {
        return sound.lines();
      }

      @Override
      public List<Cost> elsewhere() {
        return sound.elsewhere();
      }

      @Override
      public void append(Line line) {
        if (!kind.isInstance(line)) {
          sound.append(line);
        }
      }

      @Override
      public <T> T exclusively(Supplier<T> work) {
        return sound.exclusively(work);
      }

      @Override
      public void tidy() {
        sound.tidy();
      }
    };
  }

  /** What a mutant makes of what is known of a message. */
  private interface Memory {
    Optional<LogEntry> of(Envelope envelope, Optional<LogEntry> log);
  }

  /** How a mutant settles. */
  private interface Settling {
    Settled settle(Settlement settlement);
  }

  private static ProcessingLog settling(ProcessingLog sound, Settling how) {
    return new FaultyLog(sound) {
      @Override
      public Settled settle(Settlement settlement) {
        return how.settle(settlement);
      }
    };
  }

  private static ProcessingLog looking(ProcessingLog sound, Memory memory) {
    return new FaultyLog(sound) {
      @Override
      public Standing look(Envelope envelope, Instant now) {
        Standing seen = super.look(envelope, now);
        return new Standing(
            seen.conversation(),
            seen.projectKilled(),
            memory.of(envelope, seen.log()),
            seen.sessionId(),
            seen.seenThisMinute());
      }
    };
  }

  private static LogEntry attempts(LogEntry known, int attempts) {
    return new LogEntry(
        known.state(),
        attempts,
        known.claudeResult(),
        known.sessionId(),
        known.entry(),
        known.sender());
  }

  private static Settlement withoutReply(Settlement settlement) {
    return written(settlement, settlement.entry(), Optional.empty(), unannounced(settlement));
  }

  private static List<Event> unannounced(Settlement settlement) {
    return settlement.events().stream()
        .filter(event -> !(event instanceof Event.MessageSent))
        .toList();
  }

  private static Settlement nothing(Entry entry) {
    return new Settlement(
        entry,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        new Settlement.SessionChange.Keep(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Settlement written(
      Settlement settlement, Entry entry, Optional<Envelope> reply, List<Event> events) {
    return new Settlement(
        entry,
        settlement.message(),
        settlement.attempts(),
        settlement.claudeResult(),
        settlement.reason(),
        settlement.session(),
        reply,
        events,
        settlement.deadLetter(),
        settlement.waveCursor());
  }
}
