/** A real browser, driven from tests. */
@NullMarked
package aether.testkit.browser;

import org.jspecify.annotations.NullMarked;
