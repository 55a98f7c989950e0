/**
 * How a server on this machine treats a request, whatever serves it: whom it answers, with which
 * headers, and how it says no (CONTRACT §9, §10).
 */
@NullMarked
package aether.web;

import org.jspecify.annotations.NullMarked;
