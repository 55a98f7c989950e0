/**
 * What setup commands write, as pure functions: text in, text or a reason out. Nothing here touches
 * a file, a bus or a terminal.
 */
@NullMarked
package aether.cli.setup;

import org.jspecify.annotations.NullMarked;
