/**
 * The entry point, {@link io.mcp2p.Mcp2pServer}, and the wiring behind it.
 *
 * <p>A call comes in ({@code McpBridge}), someone is asking and for one tool ({@code
 * ToolDispatcher}), the arguments become a record ({@code ToolInputs}), policy may refuse, a human
 * approves this very payment, the ledger remembers before the rail is called ({@code PaymentFlow}),
 * the answer goes out ({@code Envelope}). The packages below hold the contracts of those stages;
 * dependencies point from here to them, never back.
 */
@NullMarked
package io.mcp2p;

import org.jspecify.annotations.NullMarked;
