/*
 * One conversation between two Bodies that reply whenever they can, Body 1 served by two
 * processes that take it over from one another (with -DBOTH, Body 0 as well), every process ending
 * and starting anew at any point, without bound. Message h is the one at hop h; Body h % 2 receives
 * it.
 *
 * What the daemon does in one transaction is one atomic step here; between two steps anything
 * may happen. Switches put one fault each into the daemon (docs/model/README.md).
 */
#ifndef H
#define H 3 /* the Horizon: hops 0 .. H-1 are processed */
#endif
#ifndef A
#define A 2 /* runs of the agent per message, whatever became of them */
#endif

/* The bus. */
bool stands[H + 1];   /* message h is in its inbox, handed out or not */
bool acked[H + 1];    /* the processing log of message h says ACKED */
byte attempts[H + 1]; /* what it counts */
byte owner[2];        /* the fence: which process has the Body */

/* What nobody on the bus can see: the reckoning. */
byte runs;
byte runsOf[H + 1];
byte accepted;
byte replies;
byte done;
byte dead;
byte stopped;

#ifdef UNFENCED
#define FENCE(me) true
#else
#define FENCE(me) (owner[body] == me)
#endif

/* The end of the process, here or not. */
#define PERIL if :: skip :: goto start fi

inline put(hop) {
  stands[hop] = true;
  accepted++
}

inline leave(hop) {
  acked[hop] = true;
  stands[hop] = false
}

inline reserve() {
  atomic {
    if
    :: FENCE(me) ->
#ifndef UNRESERVED
       attempts[h] = seen + 1;
#endif
       seen++
    :: else -> goto start
    fi
  }
}

inline runAgent() {
  atomic {
    runs++;
    runsOf[h]++
  }
}

inline settleReply() {
#ifdef BROKEN
  /* emit, then acknowledge */
  atomic {
    if
    :: FENCE(me) -> replies++; put(h + 1)
    :: else -> goto start
    fi
  }
  PERIL;
  atomic {
    if
    :: FENCE(me) -> leave(h); done++
    :: else -> goto start
    fi
  }
#else
  atomic {
    if
    :: FENCE(me) -> leave(h); done++; replies++; put(h + 1)
    :: else -> goto start
    fi
  }
#endif
}

proctype process(byte body; byte me) {
  byte h;
  byte seen;

start:
  /* The lease was free, or had lapsed: its holder is gone, or stands still and will wake. */
  atomic {
    owner[body] = me
  }

idle:
  h = 0;
  seen = 0;
end_wait:
  do
  :: goto start
  :: atomic { body == 0 && stands[0] -> h = 0 } break
  :: atomic { body == 1 && stands[1] -> h = 1 } break
#if H >= 2
  :: atomic { body == 0 && stands[2] -> h = 2 } break
#endif
#if H >= 3
  :: atomic { body == 1 && stands[3] -> h = 3 } break
#endif
#if H >= 4
  :: atomic { body == 0 && stands[4] -> h = 4 } break
#endif
  od;

  /* look */
  seen = attempts[h];
  PERIL;
  if
  :: acked[h] -> /* a copy, or a process that woke late */
     atomic {
       if
       :: FENCE(me) -> stands[h] = false
       :: else -> goto start
       fi
     }
     goto idle
  :: !acked[h] && h == H ->
     atomic {
       if
       :: FENCE(me) -> leave(h); stopped++
       :: else -> goto start
       fi
     }
     goto idle
  :: else -> skip
  fi;

again:
  if
  :: seen >= A ->
     atomic {
       if
       :: FENCE(me) -> leave(h); dead++
       :: else -> goto start
       fi
     }
     goto idle
  :: else -> skip
  fi;

  reserve();
  PERIL;
  runAgent();
  PERIL;
  if
  :: goto settled              /* it has something to say */
  :: goto silent               /* it has not */
  :: goto again                /* it failed, or its answer cannot be read: once more, if it may */
  fi;

silent:
  atomic {
    if
    :: FENCE(me) -> leave(h); done++
    :: else -> goto start
    fi
  }
  goto idle;

settled:
  settleReply();
  goto idle
}

init {
  atomic {
    put(0);
    run process(0, 1);
#ifdef BOTH
    run process(0, 2);
#endif
    run process(1, 1);
    run process(1, 2)
  }
}

#define IN_ONE_PLACE(hop) (stands[hop] || acked[hop] || accepted <= hop)
#define WITHIN_A(hop) (runsOf[hop] <= A)

#if H >= 3
#define WITHIN_A_LATER WITHIN_A(2)
#define IN_ONE_PLACE_LATER IN_ONE_PLACE(2)
#else
#define WITHIN_A_LATER true
#define IN_ONE_PLACE_LATER true
#endif
#if H >= 4
#define WITHIN_A_LAST WITHIN_A(3)
#define IN_ONE_PLACE_LAST IN_ONE_PLACE(3)
#else
#define WITHIN_A_LAST true
#define IN_ONE_PLACE_LAST true
#endif

#define BOUNDED (runs <= H * A && replies <= H && WITHIN_A(0) && WITHIN_A(1) && WITHIN_A_LATER && WITHIN_A_LAST)
#define ENDS_ONCE (replies + dead <= accepted && done + dead + stopped <= accepted)
#define KEPT (IN_ONE_PLACE(0) && IN_ONE_PLACE(1) && IN_ONE_PLACE_LATER && IN_ONE_PLACE_LAST && IN_ONE_PLACE(H))

ltl safe { [] (BOUNDED && ENDS_ONCE && KEPT) }
