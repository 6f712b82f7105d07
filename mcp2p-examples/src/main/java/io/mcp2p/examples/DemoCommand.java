package io.mcp2p.examples;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A real client talks to the real server, in a process of its own, for a person to read. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows a payment, step by step, against a sandbox server that it starts.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DemoCommand implements Runnable {
  private static final Pattern CODE = Pattern.compile("code (\\d{6}) for");
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 250_00,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  private static final Map<String, Object> INVOICE =
      Map.of(
          "recipientId", "NIT:900123456",
          "bankCode", "001",
          "amount", 100_000_00,
          "description", "Factura 123");
  private static final Map<String, Object> COFFEE =
      Map.of("pixKey", "12345678909", "amount", 150_00, "description", "Café");

  @Spec private CommandSpec spec;

  private final LinkedBlockingQueue<String> codes = new LinkedBlockingQueue<>();

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    var transport = new StdioClientTransport(server(), McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(this::readSandboxLog);
    try (var client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(30)).build()) {
      client.initialize();
      converse(client, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  /** The same program in another process; its log is where the sandbox writes codes. */
  private static ServerParameters server() {
    var java = ProcessHandle.current().info().command().orElse("java");
    return ServerParameters.builder(java)
        .args("-cp", System.getProperty("java.class.path"), ServerMain.class.getName(), "serve")
        .build();
  }

  private void readSandboxLog(String line) {
    var code = CODE.matcher(line);
    if (code.find()) {
      codes.add(code.group(1));
    }
  }

  private void converse(McpSyncClient client, PrintWriter out) throws InterruptedException {
    say(out, "A bank's server lists its tools to an agent");
    listTools(client, out);

    say(out, "The agent pays for lunch. First turn: nothing is paid, the person gets a code");
    call(client, out, "spei_send_payment", LUNCH);
    var code = codes.poll(10, TimeUnit.SECONDS);
    out.println("   (the person's phone shows " + code + ")");

    say(out, "A wrong code pays nothing");
    call(client, out, "spei_send_payment", with(LUNCH, "verificationCode", other(code)));

    say(out, "Second turn, same arguments and the right code: paid, once");
    var paid = call(client, out, "spei_send_payment", with(LUNCH, "verificationCode", code));

    say(out, "The agent lost the answer and repeats the call: the same payment, not another");
    call(client, out, "spei_send_payment", with(LUNCH, "verificationCode", code));

    say(out, "Where is the money?");
    var key = Map.<String, Object>of("trackingKey", String.valueOf(paid.get("trackingKey")));
    call(client, out, "spei_check_status", key);

    say(out, "The agent asks for it back: a request, with a code of its own");
    var refund = with(key, "reason", "Se envió por error");
    call(client, out, "spei_request_refund", refund);
    var refundCode = codes.poll(10, TimeUnit.SECONDS);
    call(client, out, "spei_request_refund", with(refund, "verificationCode", refundCode));

    say(out, "A prompt-injected agent gets a code for 300.00 and tries 30,000.00 with it");
    var dinner = with(LUNCH, "amount", 300_00);
    call(client, out, "spei_send_payment", dinner);
    var dinnerCode = codes.poll(10, TimeUnit.SECONDS);
    var greedy = with(dinner, "amount", 30_000_00);
    call(client, out, "spei_send_payment", with(greedy, "verificationCode", dinnerCode));

    say(out, "A CLABE with a wrong digit goes nowhere");
    call(client, out, "spei_send_payment", with(LUNCH, "clabe", "014027000005555559"));

    say(out, "Second act: the same two turns in Colombia and Brazil");
    payInTwoTurns(client, out, "pse_send_payment", INVOICE);
    payInTwoTurns(client, out, "pix_send_payment", COFFEE);

    say(out, "One list over all rails");
    listPayments(client, out);
  }

  private static void listTools(McpSyncClient client, PrintWriter out) {
    var line = new StringBuilder("  ");
    for (var tool : client.listTools().tools()) {
      if (line.length() + tool.name().length() > 98) {
        out.println(line);
        line.setLength(2);
      }
      line.append(' ').append(tool.name());
    }
    out.println(line);
  }

  private void payInTwoTurns(
      McpSyncClient client, PrintWriter out, String tool, Map<String, Object> arguments)
      throws InterruptedException {
    call(client, out, tool, arguments);
    var code = codes.poll(10, TimeUnit.SECONDS);
    call(client, out, tool, with(arguments, "verificationCode", code));
  }

  private static void listPayments(McpSyncClient client, PrintWriter out) {
    var result =
        client.callTool(
            McpSchema.CallToolRequest.builder("payments_list").arguments(Map.of()).build());
    @SuppressWarnings("unchecked") // the envelope is an object, by the contract
    var envelope = (Map<String, Map<String, Object>>) result.structuredContent();
    var data = Objects.requireNonNull(envelope.get("data"), "a list is never refused");
    for (Object each : (List<?>) Objects.requireNonNull(data.get("items"), "items")) {
      var item = (Map<?, ?>) each;
      out.println(
          "   "
              + String.join(
                  " · ",
                  String.valueOf(item.get("rail")),
                  String.valueOf(item.get("operation")),
                  String.valueOf(item.get("status")),
                  String.valueOf(item.get("amountFormatted")),
                  String.valueOf(item.get("payee"))));
    }
  }

  private static void say(PrintWriter out, String text) {
    out.println();
    out.println("── " + text);
  }

  private static Map<String, Object> call(
      McpSyncClient client, PrintWriter out, String tool, Map<String, Object> arguments) {
    var result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    @SuppressWarnings("unchecked") // the envelope is an object, by the contract
    var envelope = (Map<String, Map<String, Object>>) result.structuredContent();
    var data = envelope.get("data");
    if (data == null) {
      var error = Objects.requireNonNull(envelope.get("error"), "an answer has data or an error");
      out.println("   ✗ " + error.get("code") + ": " + error.get("message"));
      return error;
    }
    out.println("   ✓ " + data.get("status") + line(data));
    return data;
  }

  private static String line(Map<String, Object> data) {
    var line = new StringBuilder();
    for (String name :
        new String[] {
          "amountFormatted",
          "summary",
          "trackingKey",
          "referenceNumber",
          "e2eId",
          "refundTrackingKey",
          "sentTo"
        }) {
      if (data.get(name) != null) {
        line.append(" · ").append(data.get(name));
      }
    }
    return line.toString();
  }

  private static String other(@Nullable String code) {
    return "000000".equals(code) ? "111111" : "000000";
  }

  private static Map<String, Object> with(
      Map<String, Object> arguments, String name, @Nullable Object value) {
    var more = new HashMap<>(arguments);
    more.put(name, value);
    return more;
  }
}
