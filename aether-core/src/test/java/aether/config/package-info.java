@NullMarked
package aether.config;

import org.jspecify.annotations.NullMarked;
