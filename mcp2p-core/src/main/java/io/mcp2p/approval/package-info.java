/**
 * The page on which a person approves a payment with a code that never meets the model, or declines
 * it.
 */
@NullMarked
package io.mcp2p.approval;

import org.jspecify.annotations.NullMarked;
