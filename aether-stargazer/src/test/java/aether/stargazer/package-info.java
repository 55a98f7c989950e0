@org.jspecify.annotations.NullMarked
package aether.stargazer;
