/** What a Body's runs have cost, on its own disk. */
@NullMarked
package aether.observatory.ledger;

import org.jspecify.annotations.NullMarked;
