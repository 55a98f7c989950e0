package aether.desk;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.util.Optional;

/**
 * A message somebody wants to send.
 *
 * @param conversation the thread it belongs to; empty for a new one
 * @param maxHops its Horizon, at least 1
 */
public record Draft(
    ProjectId from,
    Recipient to,
    Content content,
    Optional<ConversationId> conversation,
    int maxHops) {}
