/** Codes that Twilio Verify makes, sends and checks. */
@NullMarked
package io.mcp2p.verification.twilio;

import org.jspecify.annotations.NullMarked;
