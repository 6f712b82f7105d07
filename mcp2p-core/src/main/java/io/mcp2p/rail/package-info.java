/**
 * What a rail brings (its tools, its currency, its connector), and the sandbox that every rail's
 * own sandbox connector is made of.
 */
@NullMarked
package io.mcp2p.rail;

import org.jspecify.annotations.NullMarked;
