@org.jspecify.annotations.NullMarked
package aether.cli.mcp;
