/**
 * Payments in Colombia, in pesos. PSE itself only collects: the payer is sent to his own bank and
 * signs there. What an agent asks for here is the other direction, a payout over ACH Colombia or
 * Bre-B to whom a {@linkplain io.mcp2p.pse.Nit NIT} or a {@linkplain io.mcp2p.pse.Cedula cédula}
 * names.
 *
 * <p>A payout needs the number, type and holder of an account, which the arguments do not have: the
 * host's {@linkplain io.mcp2p.pse.PseBeneficiaries directory} does. It is known by {@linkplain
 * io.mcp2p.pse.PseReference our reference}. The rail accepts first and settles later, in cycles on
 * {@linkplain io.mcp2p.pse.BusinessDays business days}, and may send the money back with a
 * {@linkplain io.mcp2p.pse.RejectCause cause}; so a payment is pending until the bank has said how
 * it ended. Paying back is a payment that the payee makes: we ask for it, we cannot pull it.
 */
@NullMarked
package io.mcp2p.pse;

import org.jspecify.annotations.NullMarked;
