package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server over HTTP in an embedded Jetty: the first argument is a file of API keys. */
public final class JettyMain {
  private static final Logger LOG = LoggerFactory.getLogger(JettyMain.class);
  private static final int THREADS = 256;
  private static final int PORT = 8080;

  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525500000000"))
            .authenticator(Authenticator.apiKeys(Path.of(args[0])))
            .http(HttpOptions.local())
            .build()) {
      serve(server, "127.0.0.1", PORT, HttpOptions.local().path());
    }
  }

  /** Serves until the process is told to end; answers under way are still given then. */
  public static void serve(Mcp2pServer server, String host, int port, String path) {
    serve(new ServletHolder(server.servlet()), host, port, path);
  }

  static void serve(ServletHolder servlet, String host, int port, String path) {
    var jetty = new Server(new QueuedThreadPool(THREADS, 8));
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(Duration.ofSeconds(30).toMillis());
    jetty.addConnector(connector);
    var context = new ServletContextHandler();
    context.addServlet(servlet, "/");
    jetty.setHandler(new GracefulHandler(context));
    jetty.setStopTimeout(TimeUnit.SECONDS.toMillis(25));
    // On SIGTERM: no new requests, those under way end, then the process does.
    jetty.setStopAtShutdown(true);
    try {
      jetty.start();
      LOG.info("listening on http://{}:{}{}", host, connector.getLocalPort(), path);
      jetty.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("cannot listen on " + host + ":" + port, e);
    }
  }

  private JettyMain() {}
}
