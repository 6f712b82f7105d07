/**
 * Payments in Colombia. PSE itself only collects: the payer is sent to his own bank and signs
 * there. What an agent asks for here is the other direction, a payout over ACH Colombia or Bre-B to
 * whom a NIT or a cédula names, in pesos. The rail answers later, and sometimes not at all, so a
 * payment is pending until the bank has said how it ended. Paying back is a payment the payee
 * makes: we ask for it, we cannot pull it.
 */
@NullMarked
package io.mcp2p.pse;

import org.jspecify.annotations.NullMarked;
