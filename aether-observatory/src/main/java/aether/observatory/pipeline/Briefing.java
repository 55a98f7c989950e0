package aether.observatory.pipeline;

import aether.message.Envelope;
import aether.observatory.prompt.Nonces;
import aether.observatory.prompt.Prompt;
import aether.observatory.prompt.Register;
import aether.observatory.prompt.RosterLine;
import java.util.List;

/** What the agent is told of a message: who is there, what was announced, and in which register. */
record Briefing(BodySettings settings, TurnState state, Nonces nonces) {
  Prompt of(Envelope envelope) {
    Roster.Snapshot roster = state.roster().snapshot();
    List<RosterLine> lines =
        roster.bodies().values().stream()
            .map(body -> new RosterLine(body, roster.isOnline(body.id())))
            .toList();
    Register register =
        settings.peers().with(envelope.from()).review() ? Register.CRITICAL : Register.PLAIN;
    return Prompt.of(envelope, settings.id(), lines, register, state.notes().recent(), nonces);
  }
}
