/** Use cases shared by the operator panel, the CLI and the MCP server. */
@NullMarked
package aether.desk;

import org.jspecify.annotations.NullMarked;
