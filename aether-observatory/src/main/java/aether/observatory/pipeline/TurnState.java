package aether.observatory.pipeline;

import aether.identity.Identity;
import aether.observatory.outbound.Outbound;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What the turns of one Body share.
 *
 * @param slots one permit per turn that may run at the same time
 * @param retryDelay how long a failed message waits before its next run
 * @param outbound the last look at what the agent wants to send
 * @param identity what it makes of signatures
 */
record TurnState(
    RunningTurns running,
    Suspension suspension,
    Breaker breaker,
    Loops loops,
    Roster roster,
    WaveNotes notes,
    WaveProgress waves,
    Semaphore slots,
    Duration retryDelay,
    Outbound outbound,
    Identity identity) {}
