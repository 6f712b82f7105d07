package io.mcp2p.examples;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/**
 * The same over HTTP, stateless. {@code tuned} as the first argument: tools on the request's thread
 * and arguments unchecked.
 */
final class BareHttpServer {

  public static void main(String[] args) {
    boolean tuned = List.of(args).contains("tuned");
    var transport = HttpServletStatelessServerTransport.builder().messageEndpoint("/mcp").build();
    McpServer.sync(transport)
        .serverInfo("bare", "1")
        .capabilities(BareServer.TOOLS)
        .immediateExecution(tuned)
        .validateToolInputs(!tuned)
        .toolCall(BareServer.statusTool(), (context, request) -> BareServer.status(request))
        .toolCall(BareServer.sendTool(), (context, request) -> BareServer.send())
        .build();
    var servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    JettyMain.serve(Map.of("/", servlet), () -> {}, "127.0.0.1", 0, "/mcp");
  }

  private BareHttpServer() {}
}
