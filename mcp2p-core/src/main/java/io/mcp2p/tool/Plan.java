package io.mcp2p.tool;

/**
 * What a {@link PaymentTool} makes of valid arguments: something to be approved, or something to be
 * told.
 *
 * @since 0.1
 */
public sealed interface Plan permits Order, Advice {}
