package aether.message;

import java.util.UUID;

/** Where new ids come from. May be asked from many threads. */
@FunctionalInterface
public interface IdSource {
  /** An id that was never given out before. */
  UUID next();

  /** Random ids (uuid4). */
  static IdSource random() {
    return UUID::randomUUID;
  }
}
