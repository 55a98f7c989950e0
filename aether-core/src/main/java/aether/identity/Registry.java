package aether.identity;

import aether.bus.Body;
import aether.bus.Directory;
import aether.bus.PublishedKey;
import aether.message.KeyId;
import aether.message.ProjectId;
import java.util.Collection;
import java.util.Optional;

/** The keys that stand in the registry, as somebody holds them who reads it. */
public interface Registry {
  /** The key of {@code id}, as far as that is known without asking the bus. */
  Optional<PublishedKey> held(ProjectId id);

  /** The key of {@code id} as it stood when the message at hand was here, or later. */
  Optional<PublishedKey> now(ProjectId id);

  /** Who holds {@code key}, as far as that is known without asking the bus. */
  Optional<ProjectId> holder(KeyId key);

  /** Who of {@code bodies} holds {@code key}. */
  static Optional<ProjectId> holder(KeyId key, Collection<Body> bodies) {
    return bodies.stream()
        .filter(body ->
            body.key()
                .flatMap(published -> PublicKey.parse(published.text()))
                .filter(open -> open.id().equals(key))
                .isPresent())
        .map(Body::id)
        .findFirst();
  }

  /** The registry itself, asked each time. */
  static Registry of(Directory directory) {
    return new Registry() {
      @Override
      public Optional<PublishedKey> held(ProjectId id) {
        return now(id);
      }

      @Override
      public Optional<PublishedKey> now(ProjectId id) {
        return directory.find(id).flatMap(Body::key);
      }

      @Override
      public Optional<ProjectId> holder(KeyId key) {
        return Registry.holder(key, directory.bodies().values());
      }
    };
  }
}
