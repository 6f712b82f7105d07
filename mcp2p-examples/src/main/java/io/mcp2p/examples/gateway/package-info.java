/**
 * A payment gateway as an MCP server: merchants, customers, links, sessions and payments on a
 * database of its own, through mcp2p's tools for hosts alone.
 */
@NullMarked
package io.mcp2p.examples.gateway;

import org.jspecify.annotations.NullMarked;
