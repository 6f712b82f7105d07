package io.mcp2p.http;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the servlet is reached, and what it takes. Immutable.
 *
 * @since 0.1
 */
public final class HttpOptions {
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

  private final String path;
  private final @Nullable URI publicUrl;
  private final Set<String> hosts;
  private final Set<String> origins;
  private final int maxBody;
  private final Duration bodyWithin;
  private final @Nullable SessionLimits sessions;

  private HttpOptions(
      String path,
      @Nullable URI publicUrl,
      Set<String> hosts,
      Set<String> origins,
      int maxBody,
      Duration bodyWithin,
      @Nullable SessionLimits sessions) {
    this.path = path;
    this.publicUrl = publicUrl;
    this.hosts = Set.copyOf(hosts);
    this.origins = Set.copyOf(origins);
    this.maxBody = maxBody;
    this.bodyWithin = bodyWithin;
    this.sessions = sessions;
  }

  /** Returns options for clients on this machine alone: {@code http://localhost:…/mcp}. */
  public static HttpOptions local() {
    return new HttpOptions(
        "/mcp",
        null,
        new LinkedHashSet<>(THIS_MACHINE),
        Set.of(),
        1 << 20,
        Duration.ofSeconds(10),
        null);
  }

  /**
   * Returns options for clients elsewhere.
   *
   * @param url where they find the MCP endpoint: {@code https://pay.example/mcp}. Its path is that
   *     of the endpoint, its host the one that requests must name, and the whole is what OAuth
   *     tokens must be made out to
   * @throws IllegalArgumentException if it is no http or https URL with a path
   */
  public static HttpOptions at(String url) {
    var uri = URI.create(url);
    var path = uri.getPath();
    if (uri.getHost() == null
        || path == null
        || !path.matches("(/[A-Za-z0-9._~-]+)+")
        || !Set.of("http", "https").contains(uri.getScheme())
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException("the MCP endpoint's URL is http(s)://host/path: " + url);
    }
    var hosts = new LinkedHashSet<>(THIS_MACHINE);
    hosts.add(uri.getHost().toLowerCase(Locale.ROOT));
    return new HttpOptions(
        path, uri, hosts, Set.of(origin(uri)), 1 << 20, Duration.ofSeconds(10), null);
  }

  private static String origin(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return (uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT);
  }

  /**
   * Sets the path of the endpoint on this machine.
   *
   * @throws IllegalArgumentException if it is no path
   */
  public HttpOptions path(String path) {
    if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException("the MCP endpoint's path is like /mcp: " + path);
    }
    return new HttpOptions(path, publicUrl, hosts, origins, maxBody, bodyWithin, sessions);
  }

  /**
   * Adds names by which requests may address the server, without port. Others are refused, so that
   * a web page cannot reach it under a name of its own (DNS rebinding).
   */
  public HttpOptions allowedHosts(String... more) {
    var all = new LinkedHashSet<>(hosts);
    Arrays.stream(more).map(it -> it.toLowerCase(Locale.ROOT)).forEach(all::add);
    return new HttpOptions(path, publicUrl, all, origins, maxBody, bodyWithin, sessions);
  }

  /**
   * Adds web origins whose pages may call, as {@code https://chat.example}. A request that names
   * another is refused; programs name none.
   */
  public HttpOptions allowedOrigins(String... more) {
    var all = new LinkedHashSet<>(origins);
    Arrays.stream(more).map(it -> it.toLowerCase(Locale.ROOT)).forEach(all::add);
    return new HttpOptions(path, publicUrl, hosts, all, maxBody, bodyWithin, sessions);
  }

  /**
   * Sets the longest message that is read, in bytes, 1 MiB if not set.
   *
   * @throws IllegalArgumentException if it is less than 1 KiB or more than 4 MiB
   */
  public HttpOptions maxBody(int bytes) {
    if (bytes < 1 << 10 || bytes > 1 << 22) {
      throw new IllegalArgumentException("the longest message is 1 KiB to 4 MiB: " + bytes);
    }
    return new HttpOptions(path, publicUrl, hosts, origins, bytes, bodyWithin, sessions);
  }

  /**
   * Sets within which time a message must have arrived, 10 seconds if not set.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HttpOptions bodyWithin(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("bodyWithin is to be positive: " + limit);
    }
    return new HttpOptions(
        path, publicUrl, hosts, origins, maxBody, Objects.requireNonNull(limit, "limit"), sessions);
  }

  /**
   * Keeps a session for each client, so that the server can speak first; none are kept if not set,
   * and then any node can answer any call. A session lives in the process: several nodes need a
   * load balancer that sends each {@code Mcp-Session-Id} to where it was made.
   */
  public HttpOptions sessions(SessionLimits limits) {
    return new HttpOptions(
        path,
        publicUrl,
        hosts,
        origins,
        maxBody,
        bodyWithin,
        Objects.requireNonNull(limits, "limits"));
  }

  /** Returns the limits of sessions; empty if none are kept. */
  public Optional<SessionLimits> sessions() {
    return Optional.ofNullable(sessions);
  }

  /** Returns the path of the MCP endpoint, below the servlet's context. */
  public String path() {
    return path;
  }

  @Nullable URI publicUrl() {
    return publicUrl;
  }

  int maxBody() {
    return maxBody;
  }

  Duration bodyWithin() {
    return bodyWithin;
  }

  /** Tells whether {@code header} names this server; a request without one does not. */
  boolean isHost(@Nullable String header) {
    return header != null && hosts.contains(withoutPort(header.toLowerCase(Locale.ROOT)));
  }

  /** By hand, because every request comes here, and a regex takes a microsecond. */
  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    int digits = host.length() - colon - 1;
    boolean isPort = colon >= 0 && digits >= 1 && digits <= 5;
    for (int i = colon + 1; isPort && i < host.length(); i++) {
      isPort = host.charAt(i) >= '0' && host.charAt(i) <= '9';
    }
    return isPort ? host.substring(0, colon) : host;
  }

  boolean isOrigin(String header) {
    var origin = header.toLowerCase(Locale.ROOT);
    return origins.contains(origin)
        || (publicUrl == null
            && origin.matches("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?"));
  }
}
