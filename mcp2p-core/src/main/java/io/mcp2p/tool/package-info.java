/**
 * Typed tools: an input record, an output record and what happens between. The rails and the host's
 * own tools are written against the same types.
 */
@NullMarked
package io.mcp2p.tool;

import org.jspecify.annotations.NullMarked;
