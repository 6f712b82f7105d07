/**
 * A human's approval of one payment: a {@link io.mcp2p.verification.Verifier} brings a one-time
 * code to the person and says whether the code that came back is the right one.
 */
@NullMarked
package io.mcp2p.verification;

import org.jspecify.annotations.NullMarked;
