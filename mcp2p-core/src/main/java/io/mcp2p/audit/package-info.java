/** One masked line for every call, refused ones included. */
@NullMarked
package io.mcp2p.audit;

import org.jspecify.annotations.NullMarked;
