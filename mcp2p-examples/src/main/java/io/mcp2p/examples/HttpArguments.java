package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.approval.Approval;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.OAuthAuthenticator;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.http.SessionLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of HTTP: where, and for whom. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class HttpArguments {
  static final List<String> NAMES =
      List.of(
          "--host",
          "--port",
          "--path",
          "--sessions",
          "--allowed-hosts",
          "--api-keys",
          "--oauth-issuer",
          "--audience",
          "--approval-url");

  @Option(
      names = "--host",
      defaultValue = "${env:MCP2P_HOST:-127.0.0.1}",
      description = "The address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "${env:MCP2P_PORT:-8080}",
      description = "The port to listen on; 0 for any.")
  private int port;

  @Option(
      names = "--path",
      defaultValue = "${env:MCP2P_PATH:-/mcp}",
      description = "Where the MCP endpoint is.")
  private String path;

  @Option(
      names = "--sessions",
      defaultValue = "${env:MCP2P_SESSIONS:-false}",
      description = "Keeps a session for each client, so that the server can speak first.")
  private boolean sessions;

  @Option(
      names = "--allowed-hosts",
      split = ",",
      defaultValue = "${env:MCP2P_ALLOWED_HOSTS}",
      description = "Names by which requests may address the server, besides this machine's.")
  private @Nullable Set<String> allowedHosts;

  @Option(
      names = "--api-keys",
      paramLabel = "FILE",
      defaultValue = "${env:MCP2P_API_KEYS}",
      description = "The file of the keys that are taken; see keys create.")
  private @Nullable Path apiKeys;

  @Option(
      names = "--oauth-issuer",
      paramLabel = "URL",
      defaultValue = "${env:MCP2P_OAUTH_ISSUER}",
      description = "Whose access tokens are taken; needs --audience.")
  private @Nullable String oauthIssuer;

  @Option(
      names = "--audience",
      paramLabel = "URL",
      defaultValue = "${env:MCP2P_AUDIENCE}",
      description = "The public URL of the MCP endpoint, which tokens must be made out to.")
  private @Nullable String audience;

  @Option(
      names = "--approval-url",
      paramLabel = "URL",
      defaultValue = "${env:MCP2P_APPROVAL_URL}",
      description = "Where people reach the approval page, e.g. https://pay.example/approve.")
  private @Nullable String approvalUrl;

  /** Configures who may call, and how the server is reached. */
  void configure(Mcp2pServer.Builder builder) {
    if (port < 0 || port > 65535) {
      throw new WrongOption("--port: 0 to 65535, not " + port);
    }
    builder.authenticator(authenticator()).http(options());
    if (approvalUrl != null) {
      builder.approval(approval(approvalUrl));
    }
  }

  private static Approval approval(String url) {
    try {
      return Approval.page(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw new WrongOption("--approval-url: " + e.getMessage());
    }
  }

  private Authenticator authenticator() {
    var keys = apiKeys == null ? null : keys(apiKeys);
    if (oauthIssuer == null) {
      if (keys == null) {
        throw new WrongOption("--transport http: who may call? Add --api-keys or --oauth-issuer");
      }
      return keys;
    }
    var oauth = oauth(oauthIssuer);
    return keys == null ? oauth : keys.or(oauth);
  }

  private static Authenticator keys(Path file) {
    try {
      return Authenticator.apiKeys(file);
    } catch (IllegalStateException e) {
      throw new WrongOption("--api-keys: " + e.getMessage());
    }
  }

  private Authenticator oauth(String issuer) {
    if (audience == null) {
      throw new WrongOption("--oauth-issuer: needs --audience, what tokens must be made out to");
    }
    try {
      return OAuthAuthenticator.builder(issuer, audience).build();
    } catch (IllegalArgumentException e) {
      throw new WrongOption("--oauth-issuer: " + e.getMessage());
    }
  }

  private HttpOptions options() {
    HttpOptions options;
    try {
      options = HttpOptions.local().path(path);
    } catch (IllegalArgumentException e) {
      throw new WrongOption("--path: " + e.getMessage());
    }
    if (audience != null) {
      try {
        options = HttpOptions.at(audience).path(path);
      } catch (IllegalArgumentException e) {
        throw new WrongOption("--audience: " + e.getMessage());
      }
    }
    options = options.allowedHosts(host);
    if (sessions) {
      options = options.sessions(SessionLimits.standard());
    }
    return allowedHosts == null
        ? options
        : options.allowedHosts(allowedHosts.toArray(String[]::new));
  }

  /** Serves until the process is told to end; answers under way are still given then. */
  void serve(Mcp2pServer server) {
    try {
      JettyMain.serve(server, host, port, path);
    } catch (IllegalStateException e) {
      throw new WrongOption("--port: " + e.getMessage());
    }
  }
}
