/** Whether everything that came in has ended as it must: one audit for all tests of faults. */
@NullMarked
package aether.observatory.audit;

import org.jspecify.annotations.NullMarked;
