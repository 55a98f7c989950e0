@org.jspecify.annotations.NullMarked
package aether.identity;
