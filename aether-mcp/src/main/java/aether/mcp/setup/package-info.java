/** Makes the server known to Claude Code, looks after it, and takes it away again. */
@NullMarked
package aether.mcp.setup;

import org.jspecify.annotations.NullMarked;
