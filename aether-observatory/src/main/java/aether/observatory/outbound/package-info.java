/** What must not leave: replies, summaries and forwarded text are judged before they are sent. */
@NullMarked
package aether.observatory.outbound;

import org.jspecify.annotations.NullMarked;
