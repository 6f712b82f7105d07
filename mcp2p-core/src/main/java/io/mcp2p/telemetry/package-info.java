/**
 * What an operator sees from outside: how long calls and their parts take, how approvals end, what
 * is pending. {@link io.mcp2p.telemetry.Telemetry} is the contract, Micrometer its implementation.
 */
@NullMarked
package io.mcp2p.telemetry;

import org.jspecify.annotations.NullMarked;
