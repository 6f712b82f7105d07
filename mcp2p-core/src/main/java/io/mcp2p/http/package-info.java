/**
 * MCP over HTTP: one servlet with the MCP endpoint, the metadata by which clients find out where to
 * get a token, and health. It closes what the MCP SDK leaves open; what a message means is decided
 * behind {@link io.mcp2p.http.McpEndpoint}.
 */
@NullMarked
package io.mcp2p.http;

import org.jspecify.annotations.NullMarked;
