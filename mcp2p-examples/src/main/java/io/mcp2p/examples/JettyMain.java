package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
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
    serve(Map.of("/", server), host, port, path);
  }

  /**
   * Serves several servers, each below a path of its own.
   *
   * @throws IllegalStateException if that address cannot be listened on
   */
  static void serve(Map<String, Mcp2pServer> servers, String host, int port, String path) {
    var servlets = new HashMap<String, ServletHolder>();
    servers.forEach((below, server) -> servlets.put(below, new ServletHolder(server.servlet())));
    serve(servlets, () -> servers.values().forEach(Mcp2pServer::close), host, port, path);
  }

  static void serve(
      Map<String, ServletHolder> servlets, Runnable stopping, String host, int port, String path) {
    var jetty = new Server(new QueuedThreadPool(THREADS, 8));
    var connector = connector(jetty);
    connector.setHost(host);
    connector.setPort(port);
    jetty.addConnector(connector);
    var contexts = new ContextHandlerCollection();
    servlets.forEach(
        (below, servlet) -> {
          var context = new ServletContextHandler(below);
          context.addServlet(servlet, "/");
          contexts.addHandler(context);
        });
    jetty.setHandler(new GracefulHandler(contexts));
    jetty.setStopTimeout(TimeUnit.SECONDS.toMillis(25));
    // On SIGTERM: streams end, no new requests, those under way end, then the process does.
    jetty.setStopAtShutdown(true);
    jetty.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle event) {
            stopping.run();
          }
        });
    try {
      jetty.start();
      servlets
          .keySet()
          .forEach(
              below ->
                  LOG.info(
                      "listening on http://{}:{}{}{}",
                      host,
                      connector.getLocalPort(),
                      below.equals("/") ? "" : below,
                      path));
      jetty.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LifeCycle.stop(jetty);
      var why = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "cannot listen on " + host + ":" + port + ": " + why.getMessage(), e);
    }
  }

  private static ServerConnector connector(Server jetty) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setIdleTimeout(Duration.ofSeconds(30).toMillis());
    return connector;
  }

  private JettyMain() {}
}
