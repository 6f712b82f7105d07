/**
 * Reads JSON-RPC messages for the transports, before the MCP SDK can stumble over them. Not for
 * hosts.
 */
@NullMarked
package io.mcp2p.jsonrpc;

import org.jspecify.annotations.NullMarked;
