@org.jspecify.annotations.NullMarked
package aether.mcp.setup;
