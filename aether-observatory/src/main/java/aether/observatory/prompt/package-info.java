/** What the agent is told: trusted rules, untrusted data, trusted contract (CONTRACT §7). */
@NullMarked
package aether.observatory.prompt;

import org.jspecify.annotations.NullMarked;
