package io.mcp2p;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;

/** How the SDK's own client reaches a server over HTTP. */
final class SdkTransport {
  private SdkTransport() {}

  static HttpClientStreamableHttpTransport over(String origin, String token) {
    return HttpClientStreamableHttpTransport.builder(origin)
        .endpoint("/mcp")
        .jsonMapper(McpJsonDefaults.getMapper())
        .addHttpRequestCustomizer(
            (request, method, uri, body, context) ->
                request.header("Authorization", "Bearer " + token))
        .build();
  }
}
