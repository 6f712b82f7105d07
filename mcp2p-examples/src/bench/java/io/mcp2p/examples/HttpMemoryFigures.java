package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authentication;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.http.SessionLimits;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;

/**
 * What a server over HTTP keeps: the heap in use after 10,000 and after 100,000 calls, and after
 * 10,000 and 100,000 sessions of 1,000 callers were opened and abandoned. The argument is a free
 * port.
 */
final class HttpMemoryFigures {
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
          + "\"params\":{\"name\":\"payments_list\",\"arguments\":{}}}";
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  private HttpMemoryFigures(int port) {
    this.url = URI.create("http://localhost:" + port + "/mcp");
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525500000000"))
            .audit(entry -> {})
            .authenticator(
                (token, mode) ->
                    new Authentication.Known(new Caller(token, Set.of(Scope.ALL), Locale.ENGLISH)))
            .http(HttpOptions.local().sessions(SessionLimits.standard()))
            .build();
    var serving = new Thread(() -> JettyMain.serve(server, "127.0.0.1", port, "/mcp"));
    serving.setDaemon(true);
    serving.start();
    var figures = new HttpMemoryFigures(port);
    figures.awaitServer();
    figures.measure();
    System.exit(0);
  }

  private void awaitServer() throws Exception {
    for (int i = 0; i < 100; i++) {
      try {
        post("ana", "none", INITIALIZE);
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the server does not answer");
  }

  private void measure() throws Exception {
    var session = post("ana", "none", INITIALIZE);
    for (int calls = 1; calls <= 100_000; calls++) {
      post("ana", session, CALL);
      if (calls == 10_000 || calls == 100_000) {
        report("after " + calls + " calls");
      }
    }
    for (int i = 1; i <= 100_000; i++) {
      post("caller" + i % 1_000, "none", INITIALIZE);
      if (i == 10_000 || i == 100_000) {
        report("after " + i + " sessions opened and abandoned");
      }
    }
  }

  private String post(String token, String session, String body) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Mcp-Session-Id", session)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.headers().firstValue("Mcp-Session-Id").orElse("");
  }

  private static void report(String when) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    System.out.printf("%-50s %,12d bytes in use%n", when, least);
  }
}
