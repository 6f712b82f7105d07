package io.mcp2p.http;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The {@code WWW-Authenticate} header: RFC 6750, with the pointer of RFC 9728 where there is an
 * issuer.
 */
record BearerChallenge(
    @Nullable String resourceMetadata,
    @Nullable String error,
    @Nullable String description,
    @Nullable String scope) {

  @Override
  public String toString() {
    var parameters = new StringJoiner(", ", "Bearer ", "").setEmptyValue("Bearer");
    add(parameters, "error", error);
    add(parameters, "error_description", description);
    add(parameters, "scope", scope);
    add(parameters, "resource_metadata", resourceMetadata);
    return parameters.toString();
  }

  private static void add(StringJoiner parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.add(name + "=\"" + quotable(value) + '"');
    }
  }

  /** Quotes, backslashes and what is not ASCII have no place in a quoted string. */
  static String quotable(String text) {
    return text.replaceAll("[^ !#-\\[\\]-~]", "?");
  }
}
