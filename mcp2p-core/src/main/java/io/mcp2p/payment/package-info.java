/**
 * The words that every stage shares: money, what is to be done with it, how that ended, and why a
 * call was refused. Depends on nothing else in mcp2p.
 */
@NullMarked
package io.mcp2p.payment;

import org.jspecify.annotations.NullMarked;
