package io.mcp2p.tck;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.net.URI;

/**
 * How the MCP SDK's own client reaches a server over HTTP.
 *
 * @since 0.1
 */
public final class SdkTransport {
  private SdkTransport() {}

  /**
   * Returns a transport to {@code base + "/mcp"}.
   *
   * @param base scheme, host and port, and what the path has before
   * @param token goes with each request, as a bearer's
   */
  public static HttpClientStreamableHttpTransport over(String base, String token) {
    return HttpClientStreamableHttpTransport.builder(base)
        .endpoint(URI.create(base).getPath() + "/mcp")
        .jsonMapper(McpJsonDefaults.getMapper())
        .addHttpRequestCustomizer(
            (request, method, uri, body, context) ->
                request.header("Authorization", "Bearer " + token))
        .build();
  }
}
