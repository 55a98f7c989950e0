package aether.identity;

import aether.bus.PublishedKey;
import aether.message.ProjectId;
import java.util.Optional;

/** The keys that a client may use. */
public interface Wallet {
  /** One without keys, which looks at no signatures either. */
  Wallet NONE =
      new Wallet() {
        @Override
        public Identity of(ProjectId client) {
          return Identity.NONE;
        }

        @Override
        public Optional<PublishedKey> published(ProjectId client) {
          return Optional.empty();
        }
      };

  /** What {@code client} makes of signatures. */
  Identity of(ProjectId client);

  /** What {@code client} has to publish, for others to know its signature by. */
  Optional<PublishedKey> published(ProjectId client);
}
