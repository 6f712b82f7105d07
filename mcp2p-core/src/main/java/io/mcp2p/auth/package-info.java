/**
 * Who asks: the {@link io.mcp2p.auth.Caller} that travels as an argument through every stage, the
 * {@link io.mcp2p.auth.Authenticator}s that know callers by their tokens, and the {@link
 * io.mcp2p.auth.Mode} that a server is fixed to.
 */
@NullMarked
package io.mcp2p.auth;

import org.jspecify.annotations.NullMarked;
