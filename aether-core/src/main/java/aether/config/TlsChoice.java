package aether.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one place (flags, environment or profile) says about TLS; every part may be unsaid.
 *
 * @param on whether TLS is wanted
 * @param ca the PEM file of a private CA; the empty path says "none" and hides what stands lower
 * @param certificate the client's certificate, PEM
 * @param key the client's private key, PEM
 */
public record TlsChoice(
    Optional<Boolean> on, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
  /** Nothing is said. */
  public static final TlsChoice UNSAID =
      new TlsChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
