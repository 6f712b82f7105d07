package io.mcp2p.http;

import org.jspecify.annotations.Nullable;

/** The {@code WWW-Authenticate} header: RFC 6750, with the pointer of RFC 9728. */
record BearerChallenge(
    String resourceMetadata,
    @Nullable String error,
    @Nullable String description,
    @Nullable String scope) {

  @Override
  public String toString() {
    var header = new StringBuilder("Bearer ");
    add(header, "error", error);
    add(header, "error_description", description);
    add(header, "scope", scope);
    header.append("resource_metadata=\"").append(resourceMetadata).append('"');
    return header.toString();
  }

  private static void add(StringBuilder header, String name, @Nullable String value) {
    if (value != null) {
      // Quotes, backslashes and what is not ASCII have no place in a quoted string.
      header.append(name).append("=\"").append(value.replaceAll("[^ !#-\\[\\]-~]", "?"));
      header.append("\", ");
    }
  }
}
