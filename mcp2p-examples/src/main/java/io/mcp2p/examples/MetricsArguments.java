package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.telemetry.MicrometerTelemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where Prometheus finds what the server does: on this machine only, apart from MCP. */
final class MetricsArguments {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsArguments.class);

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "${env:MCP2P_METRICS_PORT}",
      description =
          "Serves /metrics to Prometheus on 127.0.0.1 at this port; 0 for any, which the log names.")
  private @Nullable Integer port;

  /**
   * Has the server tell what it does.
   *
   * @return what is to be closed when the server is
   */
  Closeable configure(Mcp2pServer.Builder builder) {
    if (port == null) {
      return () -> {};
    }
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    builder.telemetry(MicrometerTelemetry.of(registry));
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var server = HttpServer.create(address, 0);
      server.createContext(
          "/metrics",
          exchange -> {
            var text = registry.scrape().getBytes(UTF_8);
            exchange
                .getResponseHeaders()
                .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
          });
      server.start();
      LOG.info("metrics at http://127.0.0.1:{}/metrics", server.getAddress().getPort());
      return () -> server.stop(0);
    } catch (IOException | IllegalArgumentException e) {
      throw new WrongOption("--metrics-port: cannot listen on port " + port);
    }
  }
}
