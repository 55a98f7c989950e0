@org.jspecify.annotations.NullMarked
package aether.operator;
