/**
 * Which bus, which constellation: resolution of flags, environment, profile and defaults (CONTRACT
 * §12).
 */
@NullMarked
package aether.config;

import org.jspecify.annotations.NullMarked;
