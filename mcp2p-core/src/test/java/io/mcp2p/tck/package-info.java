/**
 * The test kit: a clock that is set, ids that are counted, a verifier and an audit log that
 * remember, a fourth rail, and the contracts that every rail, connector and bundle of messages is
 * tested against. Written against the public API alone, as a rail of the host's own would be.
 */
@NullMarked
package io.mcp2p.tck;

import org.jspecify.annotations.NullMarked;
