/**
 * Documentation that agents may search and read: Markdown files of a folder or of the class path,
 * an index of their sections in memory, two tools and MCP resources over them.
 */
@NullMarked
package io.mcp2p.docs;

import org.jspecify.annotations.NullMarked;
