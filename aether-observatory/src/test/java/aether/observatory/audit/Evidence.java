package aether.observatory.audit;

import aether.message.ProjectId;
import aether.observatory.pipeline.Ledger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an audit is given.
 *
 * @param runs every start of an agent, as its runner saw it
 * @param purse what the Bodies' ledgers say
 * @param children processes of agents that are still alive
 */
public record Evidence(
    AuditedBus bus, RunLedger runs, Bodies bodies, Purse purse, List<Long> children) {
  /**
   * Whose mail is audited.
   *
   * @param all whose Observatories ran until there was nothing left to do
   * @param thinkers those of them that give announcements a turn
   * @param attempts runs of the agent for one message, at most
   */
  public record Bodies(Set<ProjectId> all, Set<ProjectId> thinkers, int attempts) {}

  /**
   * The ledgers.
   *
   * @param lines of each Body, from all its disks
   * @param aside US dollars set aside for one run
   */
  public record Purse(Map<ProjectId, List<Ledger.Line>> lines, BigDecimal aside) {}
}
