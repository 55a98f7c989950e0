/** What an operator may do at the terminal: the verbs of the panel, and its audit trail. */
@NullMarked
package aether.cli.operate;

import org.jspecify.annotations.NullMarked;
