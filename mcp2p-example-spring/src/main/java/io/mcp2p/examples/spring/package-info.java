/** mcp2p in a Spring Boot application; {@code SpringMain} is the whole of it. */
@NullMarked
package io.mcp2p.examples.spring;

import org.jspecify.annotations.NullMarked;
