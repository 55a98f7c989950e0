package aether.testkit;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.util.List;
import java.util.Optional;

/** The operator's decisions in memory. */
final class MemoryControlSwitch implements ControlSwitch {
  private final Memory memory;

  MemoryControlSwitch(Memory memory) {
    this.memory = memory;
  }

  @Override
  public ControlState pause(ConversationId conversation, String actor) {
    return memory.run(
        "pause",
        state -> {
          if (state.control(conversation) == ControlState.ACTIVE) {
            state.control(conversation, ControlState.PAUSED);
          }
          audit(state, actor, new Action.Pause(conversation));
          return state.control(conversation);
        });
  }

  @Override
  public ControlState resume(ConversationId conversation, String actor) {
    return memory.run(
        "resume",
        state -> {
          if (state.control(conversation) == ControlState.PAUSED) {
            state.control(conversation, ControlState.ACTIVE);
          }
          audit(state, actor, new Action.Resume(conversation));
          return state.control(conversation);
        });
  }

  @Override
  public void terminate(ConversationId conversation, String actor) {
    memory.run(
        "terminate",
        state -> {
          state.control(conversation, ControlState.KILLED);
          audit(state, actor, new Action.Terminate(conversation));
          state.append(
              List.of(
                  new Event.Extinguished(
                      Optional.empty(),
                      Optional.of(conversation),
                      new Extinction.OperatorKill(),
                      state.now())));
          return state;
        });
  }

  @Override
  public void kill(ProjectId project, String actor) {
    memory.run(
        "kill",
        state -> {
          state.kill(project);
          audit(state, actor, new Action.KillProject(project));
          return state;
        });
  }

  @Override
  public boolean revive(ProjectId project, String actor) {
    return memory.run(
        "revive",
        state -> {
          audit(state, actor, new Action.ReviveProject(project));
          return state.revive(project);
        });
  }

  @Override
  public boolean pause(ProjectId project, String actor) {
    return memory.run(
        "pauseProject",
        state -> {
          audit(state, actor, new Action.PauseProject(project));
          return state.paused.add(project);
        });
  }

  @Override
  public boolean resume(ProjectId project, String actor) {
    return memory.run(
        "resumeProject",
        state -> {
          audit(state, actor, new Action.ResumeProject(project));
          return state.paused.remove(project);
        });
  }

  @Override
  public boolean askFirst(ConversationId conversation, boolean on, String actor) {
    return memory.run(
        "askFirst",
        state -> {
          audit(state, actor, new Action.AskFirst(conversation, on));
          return on ? state.asking.add(conversation) : state.asking.remove(conversation);
        });
  }

  @Override
  public boolean askFirst(ProjectId project, boolean on, String actor) {
    return memory.run(
        "askFirstProject",
        state -> {
          audit(state, actor, new Action.AskFirstProject(project, on));
          return on ? state.askingBodies.add(project) : state.askingBodies.remove(project);
        });
  }

  @Override
  public Removal unregister(ProjectId project, boolean force, String actor) {
    return memory.run(
        "unregisterProject",
        state -> {
          boolean there = state.registry.containsKey(project);
          boolean online = state.body(project).beat.filter(b -> b.holds(state.now())).isPresent();
          if (there && online && !force) {
            String why = "it is online, and nobody insisted";
            audit(
                state,
                actor,
                new Action.Refused("unregister", Optional.empty(), Optional.of(project), why));
            return Removal.ONLINE;
          }
          audit(state, actor, new Action.Unregister(project));
          if (there) {
            state.body(project).beat = Optional.empty();
            state.registry.remove(project);
          }
          return there ? Removal.REMOVED : Removal.ABSENT;
        });
  }

  private static void audit(MemoryState state, String actor, Action action) {
    state.append(List.of(new Event.Operated(actor, action, state.now())));
  }
}
