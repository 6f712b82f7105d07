package io.mcp2p.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What this server is to OAuth clients (RFC 9728); nothing where no issuer's tokens are taken. */
final class ResourceMetadata {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpOptions options;
  private final List<String> issuers;
  private final List<String> scopes;

  ResourceMetadata(HttpOptions options, List<String> issuers, List<String> scopes) {
    this.options = options;
    this.issuers = List.copyOf(issuers);
    this.scopes = List.copyOf(scopes);
  }

  /**
   * Tells whether there is an issuer to go to: clients that find metadata try to log in by OAuth.
   */
  boolean isThere() {
    return !issuers.isEmpty();
  }

  String json(HttpServletRequest request) {
    ObjectNode json = JSON.createObjectNode();
    json.put("resource", base(request) + context(request) + options.path());
    issuers.forEach(json.putArray("authorization_servers")::add);
    scopes.forEach(json.putArray("scopes_supported")::add);
    json.putArray("bearer_methods_supported").add("header");
    json.put("resource_name", "mcp2p");
    return JSON.writeValueAsString(json);
  }

  /** Where that is found, if it is: the well-known path comes before the resource's. */
  @Nullable String url(HttpServletRequest request) {
    return !isThere()
        ? null
        : base(request)
            + context(request)
            + "/.well-known/oauth-protected-resource"
            + options.path();
  }

  /** The configured origin; without one, the name that the request used, which is one of ours. */
  private String base(HttpServletRequest request) {
    var url = options.publicUrl();
    if (url == null) {
      return request.getScheme() + "://" + request.getHeader("Host");
    }
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  private String context(HttpServletRequest request) {
    return options.publicUrl() == null ? request.getContextPath() : "";
  }
}
