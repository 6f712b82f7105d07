package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on the server jar, by bytes on a socket, because no client would send them. After each,
 * an honest call is served, and nothing has leaked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpAttackIT {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private static final String LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
          + "\"params\":{\"name\":\"payments_list\",\"arguments\":{}}}";

  private Path audit;
  private String ana;
  private String bruno;
  private ServerProcess server;
  private int port;
  private String session;
  private final List<String> answers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    var keys = folder.resolve("keys.jsonl").toString();
    audit = folder.resolve("audit.jsonl");
    ana = key(keys, "ana");
    bruno = key(keys, "bruno");
    server =
        ServerProcess.jar(
            "--transport",
            "http",
            "--port",
            "0",
            "--sessions",
            "--api-keys",
            keys,
            "--audit",
            audit.toString());
    port = Integer.parseInt(server.logged("listening on http://[^/:]+:([0-9]+)/"));
    session = open(ana);
  }

  private static String key(String keys, String caller) {
    try (var made =
        ServerProcess.jar(
            "keys",
            "create",
            "--api-keys",
            keys,
            "--mode",
            "test",
            "--caller",
            caller,
            "--scopes",
            "mcp:payments:read,mcp:payments:write,mcp:reference:read")) {
      assertThat(made.exitStatus()).as(String.join("\n", made.err())).isZero();
      return made.out().get(0);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void honestCallIsServed_andNothingHasLeaked() throws Exception {
    assertThat(status(post(bruno, "Mcp-Session-Id: " + open(bruno), PING))).isEqualTo(200);
    for (String text : answers) {
      assertLeaksNothing(text);
      assertThat(text).doesNotContain("org.eclipse", "io.mcp2p.", "Jetty");
    }
    assertLeaksNothing(String.join("\n", server.err()));
    assertLeaksNothing(Files.readString(audit));
    assertThat(server.out()).isEmpty();
  }

  private void assertLeaksNothing(String text) {
    assertThat(text)
        .doesNotContain("Exception", "\tat ")
        .doesNotContain(ana.substring(19), bruno.substring(19));
  }

  // Requests by hand.

  private String head(String first, String... headers) {
    return first + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n";
  }

  /** Sends bytes and reads until the server ends the connection. */
  private String exchange(String bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(40_000);
      try {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // It has heard enough; what it says to that is read.
      }
      return read(socket);
    }
  }

  private String read(Socket socket) throws IOException {
    var text = new String(readAll(socket), UTF_8);
    synchronized (answers) {
      answers.add(text);
    }
    return text;
  }

  private static byte[] readAll(Socket socket) {
    var all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (IOException e) {
      // Reset, because not all was read that had been sent; what came before counts.
    }
    return all.toByteArray();
  }

  private String post(String key, String header, String body) throws IOException {
    return exchange(
        head(
                "POST /mcp",
                "Authorization: Bearer " + key,
                "Content-Type: application/json",
                "Accept: application/json",
                "Connection: close",
                header,
                "Content-Length: " + body.length())
            + "\r\n"
            + body);
  }

  private String post(String header, String body) throws IOException {
    return post(ana, "Mcp-Session-Id: " + session + "\r\n" + header, body);
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private String open(String key) throws IOException {
    var opened = post(key, "X-Any: 1", ServerProcess.INITIALIZE);
    assertThat(status(opened)).isEqualTo(200);
    return opened.replaceFirst("(?is).*\r\nmcp-session-id: ([^\r]+)\r\n.*", "$1");
  }

  private long audited(String outcome) throws IOException {
    return Files.readAllLines(audit).stream().filter(it -> it.contains(outcome)).count();
  }

  // Who asks, and from where.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Bearer mcp2p_test_00000000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.",
        "Authorization: Basic YW5hOmFuYQ==",
        "X-Any: 1"
      })
  void requestWithoutAGoodToken_isA401WithAnAuditEntry(String header) throws IOException {
    long before = audited("UNAUTHENTICATED");
    var refused =
        exchange(
            head("POST /mcp", header, "Content-Type: application/json", "Connection: close")
                + "Content-Length: 2\r\n\r\n{}");
    assertThat(status(refused)).isEqualTo(401);
    assertThat(refused).contains("WWW-Authenticate: Bearer ");
    assertThat(audited("UNAUTHENTICATED")).isEqualTo(before + 1);
  }

  @Test
  void tokenInTheQuery_isA401() throws IOException {
    var refused =
        exchange(
            head("POST /mcp?access_token=" + ana, "Content-Length: 0", "Connection: close")
                + "\r\n");
    assertThat(status(refused)).isEqualTo(401);
  }

  @Test
  void rebindingHostOrForeignOrigin_isA403WithAnAuditEntry() throws IOException {
    long hosts = audited("HOST_NOT_ALLOWED");
    long origins = audited("ORIGIN_NOT_ALLOWED");
    var rebound =
        exchange(
            "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                + ana
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(status(rebound)).isEqualTo(403);
    assertThat(status(post("Origin: https://evil.example", PING))).isEqualTo(403);
    assertThat(audited("HOST_NOT_ALLOWED")).isEqualTo(hosts + 1);
    assertThat(audited("ORIGIN_NOT_ALLOWED")).isEqualTo(origins + 1);
  }

  @Test
  void stolenOrForgedSession_isA404_andTheTheftAnAuditEntry() throws IOException {
    long before = audited("SESSION_NOT_YOURS");
    long calls = audited("payments_list");
    var stolen = post(bruno, "Mcp-Session-Id: " + session, LIST);
    var forged = post(bruno, "Mcp-Session-Id: " + "A".repeat(43), LIST);
    assertThat(status(stolen)).isEqualTo(404);
    assertThat(stolen.replaceAll("Date: .*\r\n", ""))
        .isEqualTo(forged.replaceAll("Date: .*\r\n", ""));
    assertThat(audited("SESSION_NOT_YOURS")).isEqualTo(before + 1);
    assertThat(audited("payments_list")).isEqualTo(calls);
    var fixed = post(bruno, "Mcp-Session-Id: chosen", ServerProcess.INITIALIZE);
    assertThat(fixed).doesNotContain("chosen");
  }

  // What is sent.

  @Test
  void compressedBody_isA415() throws IOException {
    assertThat(status(post("Content-Encoding: gzip", PING))).isEqualTo(415);
    assertThat(status(post("Content-Encoding: br, gzip", PING))).isEqualTo(415);
  }

  @Test
  void bodyThatIsTooLong_isA413_whetherItSaysSoOrNot() throws IOException {
    assertThat(status(post("X-Any: 1", "x".repeat((1 << 20) + 1)))).isEqualTo(413);
    var said =
        exchange(
            head("POST /mcp", "Authorization: Bearer " + ana, "Content-Type: application/json")
                + "Content-Length: 99999999999\r\n\r\n");
    assertThat(status(said)).isEqualTo(413);
    var chunks = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(65); // and no end
    assertThat(status(exchange(chunked() + chunks))).isEqualTo(413);
  }

  private String chunked() {
    return head(
            "POST /mcp",
            "Authorization: Bearer " + ana,
            "Content-Type: application/json",
            "Mcp-Session-Id: " + session,
            "Transfer-Encoding: chunked")
        + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"arguments\":{\"a\":%s}", "\"arguments\":%s"})
  void argumentsNestedDeeply_areRefusedWithACode(String arguments) throws IOException {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    var body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{"
            + "\"name\":\"payments_list\","
            + arguments.formatted(deep)
            + "}}";
    var refused = post("X-Any: 1", body);
    assertThat(status(refused)).isEqualTo(200);
    assertThat(refused).contains("INVALID_ARGUMENT");
  }

  @Test
  void messageNestedDeeply_isAJsonRpcError() throws IOException {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    var refused =
        post(
            "X-Any: 1",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"a\":" + deep + "}}");
    assertThat(status(refused)).isEqualTo(400);
    assertThat(refused).contains("nested too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mcp-Session-Id: a\r\nSet-Cookie: b=c",
        "MCP-Protocol-Version: 1\r\nLocation: https://evil.example"
      })
  void whatAHeaderHolds_neverBecomesAHeaderOfTheAnswer(String header) throws IOException {
    var refused = post(ana, header, PING);
    assertThat(status(refused)).isIn(400, 404);
    assertThat(refused.toLowerCase(Locale.ROOT)).doesNotContain("set-cookie", "location:", "evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Any: a\0b", // what is no header
        "X Any: 1",
        "X-Any: 1\r\n folded",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: chunked"
      })
  void headersThatTwoServersMayReadInTwoWays_areRefused(String header) throws IOException {
    assertThat(status(post(header, PING))).isEqualTo(400);
  }

  @Test
  void headersThatAreTooLong_areA431() throws IOException {
    assertThat(status(post("X-Any: " + "x".repeat(100_000), PING))).isEqualTo(431);
    assertThat(status(post("X-Any: 1\r\n".repeat(10_000) + "X-Any: 1", PING))).isEqualTo(431);
  }

  // Slowly, and by many at once.

  @Test
  void bodiesThatNeverCome_areGivenUp_andHoldUpNobodyMeanwhile() throws Exception {
    var silent =
        head("POST /mcp", "Authorization: Bearer " + ana, "Content-Type: application/json");
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 300; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(40_000);
        socket.getOutputStream().write((silent + "Content-Length: 1000\r\n\r\n{").getBytes(UTF_8));
        open.add(socket);
      }
      long start = System.nanoTime();
      assertThat(status(post(bruno, "X-Any: 1", ServerProcess.INITIALIZE))).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      var seen = new ArrayList<Integer>();
      for (var socket : open) {
        seen.add(status(read(socket)));
      }
      // So many are waited for and given up; the others are told to come back.
      assertThat(seen.stream().filter(it -> it == 408)).hasSize(32);
      assertThat(seen).containsOnly(408, 429);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void bodyThatTrickles_isGivenUpInAll() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(40_000);
      var out = socket.getOutputStream();
      out.write(chunked().getBytes(UTF_8));
      out.flush();
      long start = System.nanoTime();
      var answer = new CompletableFuture<String>();
      var reader =
          new Thread(
              () -> {
                try {
                  answer.complete(read(socket));
                } catch (IOException e) {
                  answer.completeExceptionally(e);
                }
              });
      reader.start();
      try {
        while (reader.isAlive()) {
          out.write("1\r\n \r\n".getBytes(UTF_8));
          out.flush();
          reader.join(100);
        }
      } catch (IOException e) {
        // It has heard enough.
      }
      assertThat(status(answer.get())).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void floodOfOneCaller_isAnswered_andOthersAreServed() throws Exception {
    var threads = Executors.newFixedThreadPool(64);
    try {
      var flood = new ArrayList<Future<String>>();
      Callable<String> call = () -> post("X-Any: 1", LIST);
      for (int i = 0; i < 1000; i++) {
        flood.add(threads.submit(call));
      }
      var brunos = open(bruno);
      int served = 0;
      while (flood.stream().anyMatch(it -> !it.isDone())) {
        assertThat(status(post(bruno, "Mcp-Session-Id: " + brunos, PING))).isEqualTo(200);
        served++;
      }
      assertThat(served).isPositive();
      for (var each : flood) {
        assertThat(status(each.get())).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void sessionsOpenedAndAbandoned_endNobodyElses() throws Exception {
    var brunos = open(bruno);
    var mine = open(ana);
    for (int i = 0; i < 200; i++) {
      open(ana);
    }
    assertThat(status(post(ana, "Mcp-Session-Id: " + mine, PING))).isEqualTo(404);
    assertThat(status(post(bruno, "Mcp-Session-Id: " + brunos, PING))).isEqualTo(200);
    session = open(ana);
  }

  @Test
  @Order(Integer.MAX_VALUE) // the others count entries that would not be kept after this
  void strangersFillNoAuditLog() throws IOException {
    long before = Files.readAllLines(audit).size();
    for (int i = 0; i < 300; i++) {
      assertThat(
              status(
                  exchange(head("POST /mcp", "Content-Length: 0", "Connection: close") + "\r\n")))
          .isEqualTo(401);
    }
    // A hundred a minute, of two minutes at most, and what the honest caller did.
    assertThat(Files.readAllLines(audit).size() - before).isLessThanOrEqualTo(200);
  }
}
