package io.mcp2p.docs;

/**
 * A part of a page under one heading.
 *
 * @param heading with those above it, below the title: {@code Two turns > The digest}; the page's
 *     title for what stands before the first heading, and for the heading that is the title
 * @param name the heading alone
 * @param start where it begins in the page's text
 * @param body where its text begins, after the heading
 * @param ownEnd where the next heading of any level begins
 * @param end where the next heading of its own level or above begins
 */
record Section(String heading, String name, int start, int body, int ownEnd, int end) {}
