package aether.observatory.pipeline;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What the turns of one Body share.
 *
 * @param slots one permit per turn that may run at the same time
 * @param retryDelay how long a failed message waits before its next run
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
    Duration retryDelay) {}
