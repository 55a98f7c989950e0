/** The MCP server (CONTRACT §11): the command, the protocol over stdio, the tools. */
@NullMarked
package aether.mcp;

import org.jspecify.annotations.NullMarked;
