package io.mcp2p.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.ApiKeys;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.tck.CapturingVerifier;
import io.mcp2p.tck.SdkTransport;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.tool.Tool;
import io.mcp2p.verification.PhoneNumber;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** The gateway over HTTP, with keys, a file of its own, and the SDK's client before it. */
final class GatewayServer implements AutoCloseable {
  static final String NOW = "2026-11-20T12:00:00Z";
  static final long SEED = 20261121;
  static final String ALL =
      "mcp:merchants:read mcp:merchant-config:write mcp:customers:read mcp:customers:write"
          + " mcp:payment-links:read mcp:payment-links:write mcp:payments:read mcp:payments:write"
          + " mcp:sessions:read mcp:sessions:write mcp:reference:read";

  private static final AtomicInteger CALLERS = new AtomicInteger();

  final SettableClock clock = SettableClock.at(NOW);
  final CapturingVerifier verifier = new CapturingVerifier();
  final HikariDataSource source;
  private final ApiKeys keys;
  private final Mcp2pServer server;
  private final Server jetty = new Server();
  private final List<McpSyncClient> clients = new ArrayList<>();

  /** A server over the gateway's file in a folder, which is made if it is not there. */
  GatewayServer(Path folder) throws Exception {
    this(folder, Gateway::tools);
  }

  /** Makes the gateway's tools; a test may put something between them and the database. */
  interface Tools {
    Tool<?, ?>[] over(DataSource source, long seed, Instant now);
  }

  GatewayServer(Path folder, Tools tools) throws Exception {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("gateway.db"));
    config.setMaximumPoolSize(4);
    source = new HikariDataSource(config);
    JdbcLedger.createSchema(source);
    var file = folder.resolve("keys.jsonl");
    keys = ApiKeys.in(file);
    server =
        Mcp2pServer.builder()
            .tools(tools.over(source, SEED, clock.instant()))
            .verifier(verifier)
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .ledger(JdbcLedger.builder(source).storingPersonalDataPlainly().build())
            .secret(new byte[32])
            .clock(clock)
            // Read anew each time: a key that was just made is else unknown for up to a second.
            .authenticator((token, mode) -> Authenticator.apiKeys(file).authenticate(token, mode))
            .build();
    var connector = new ServerConnector(jetty);
    connector.setHost("localhost");
    jetty.addConnector(connector);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(server.servlet()), "/");
    jetty.setHandler(context);
    jetty.start();
  }

  /** A client that may do these things for these merchants. */
  GatewayClient client(String scopes, String... merchants) {
    return client("caller" + CALLERS.incrementAndGet(), Locale.ENGLISH, scopes, merchants);
  }

  GatewayClient client(String caller, Locale locale, String scopes, String... merchants) {
    var granted = new HashSet<>(Arrays.asList(scopes.split(" ", -1)));
    Arrays.stream(merchants).map(it -> "merchant:" + it).forEach(granted::add);
    var key = keys.create(Mode.TEST, granted, caller, locale, null);
    var port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    var client = McpClient.sync(SdkTransport.over("http://localhost:" + port, key)).build();
    clients.add(client);
    client.initialize();
    return new GatewayClient(client, verifier);
  }

  int reconcile() {
    return server.reconcile();
  }

  @Override
  public void close() {
    clients.forEach(McpSyncClient::close);
    LifeCycle.stop(jetty);
    server.close();
    source.close();
  }

  /** The arguments with one more, or one changed. */
  static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  /** What a client sees, and what the person at the telephone does for it. */
  record GatewayClient(McpSyncClient mcp, CapturingVerifier verifier) {

    List<String> tools() {
      return mcp.listTools().tools().stream().map(McpSchema.Tool::name).toList();
    }

    McpSchema.CallToolResult result(String tool, Map<String, ?> arguments) {
      return mcp.callTool(
          McpSchema.CallToolRequest.builder(tool).arguments(Map.copyOf(arguments)).build());
    }

    Map<String, Object> data(String tool, Map<String, ?> arguments) {
      return member(result(tool, arguments), "data");
    }

    Map<String, Object> error(String tool, Map<String, ?> arguments) {
      return member(result(tool, arguments), "error");
    }

    String code(String tool, Map<String, ?> arguments) {
      return (String) error(tool, arguments).get("code");
    }

    List<Map<String, Object>> items(String tool, Map<String, ?> arguments) {
      return maps(data(tool, arguments).get("items"));
    }

    /** The first turn: the arguments of the second. */
    Map<String, Object> asked(String tool, Map<String, ?> arguments) {
      var asked = data(tool, arguments);
      assertThat(asked).containsEntry("status", "2fa_required");
      var code = verifier.codeOf((String) asked.get("challengeId"));
      return with(arguments, "verificationCode", code);
    }

    /** Both turns. */
    Map<String, Object> approved(String tool, Map<String, ?> arguments) {
      return data(tool, asked(tool, arguments));
    }

    /** Both turns, of which the second is refused. */
    Map<String, Object> rejected(String tool, Map<String, ?> arguments) {
      return error(tool, asked(tool, arguments));
    }

    @SuppressWarnings("unchecked") // the envelope is an object of objects
    static Map<String, Object> member(McpSchema.CallToolResult result, String name) {
      var envelope = (Map<String, Object>) result.structuredContent();
      assertThat(envelope.get(name)).as(envelope.toString()).isNotNull();
      assertThat(result.isError()).isEqualTo(name.equals("error"));
      return (Map<String, Object>) envelope.get(name);
    }

    @SuppressWarnings("unchecked") // a list of objects
    static List<Map<String, Object>> maps(Object list) {
      return (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked") // an object
    static Map<String, Object> map(Object object) {
      return (Map<String, Object>) object;
    }
  }
}
