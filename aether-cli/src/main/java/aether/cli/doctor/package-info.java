/** {@code aether doctor}: what this host, its bus and its files are fit for, and what to mend. */
@NullMarked
package aether.cli.doctor;

import org.jspecify.annotations.NullMarked;
