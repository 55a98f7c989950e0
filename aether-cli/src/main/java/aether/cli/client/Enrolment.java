package aether.cli.client;

import aether.bus.Body;
import aether.bus.write.Registrar;
import aether.bus.write.Registrar.Registration;
import aether.terminal.Refusal;

/** Registers a Body, and takes that back when what must go with it fails. */
record Enrolment(Registrar registrar, boolean force) {
  /** Registers {@code body}; a conflict is a refusal. */
  Registration register(Body body) {
    Registration registration = registrar.register(body, force);
    return switch (registration) {
      case Registration.Conflict _ ->
          throw Refusal.failed(
              "body '"
                  + body.id()
                  + "' is already registered with different content; use --force to overwrite it,"
                  + " or choose another --id (two hosts must not share one)");
      case Registration.Added _, Registration.Unchanged _, Registration.Replaced _ -> registration;
    };
  }

  /** Does {@code rest}; if that fails, undoes {@code done}. */
  void orUndo(Body body, Registration done, Runnable rest) {
    try {
      rest.run();
    } catch (RuntimeException e) {
      undo(body, done);
      throw e;
    }
  }

  private void undo(Body body, Registration done) {
    switch (done) {
      case Registration.Added _ -> {
        boolean _ = registrar.unregister(body.id());
      }
      case Registration.Replaced(Body before) -> {
        Registration _ = registrar.register(before, true);
      }
      case Registration.Unchanged _, Registration.Conflict _ -> {}
    }
  }
}
