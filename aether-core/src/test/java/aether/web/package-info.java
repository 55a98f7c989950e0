@org.jspecify.annotations.NullMarked
package aether.web;
