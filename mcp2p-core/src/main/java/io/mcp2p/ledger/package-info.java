/**
 * What was asked, approved and done. The {@link io.mcp2p.ledger.PaymentLedger} is written before
 * money moves, and is what makes asking twice pay once.
 */
@NullMarked
package io.mcp2p.ledger;

import org.jspecify.annotations.NullMarked;
