package aether.observatory.turn;

import aether.event.Milestone;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What one run of the agent is given.
 *
 * @param rules trusted text for the system position
 * @param message the prompt: fixed header, untrusted block, output contract
 * @param resume the session to continue; empty for a new one
 * @param workingDir the project's folder
 * @param watcher told of milestones as they happen, on any thread; must not block
 */
public record Run(
    String rules,
    String message,
    Optional<UUID> resume,
    Path workingDir,
    Consumer<Milestone> watcher) {}
