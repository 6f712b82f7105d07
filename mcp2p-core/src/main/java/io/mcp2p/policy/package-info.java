/**
 * What a host allows: limits, payees, hours, a kill switch. A {@link io.mcp2p.policy.PaymentPolicy}
 * may refuse a payment before anybody is asked for a code.
 */
@NullMarked
package io.mcp2p.policy;

import org.jspecify.annotations.NullMarked;
