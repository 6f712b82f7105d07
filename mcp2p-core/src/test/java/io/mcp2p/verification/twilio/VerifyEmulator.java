package io.mcp2p.verification.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcp2p.tck.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Twilio Verify v2 on this machine, as Twilio documents it: one verification for each destination,
 * ten minutes long; whoever starts it again has the same code sent again, five times at most; five
 * checks; and what has ended is not found. Each request and each good answer is held against the
 * published document.
 */
public final class VerifyEmulator implements AutoCloseable {
  public static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
  public static final String TOKEN = "tok_5e1ec7ed5e1ec7ed";
  public static final String SERVICE = "VA" + "fedcba9876543210".repeat(2);
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** A message that a person has got. */
  public record Message(String sid, String code, Map<String, String> asked) {}

  /** What is done with one request in place of what is documented. */
  private sealed interface Script {
    record Answer(int status, String body) implements Script {}

    record Hang() implements Script {}

    record Reset(boolean afterwards) implements Script {}
  }

  private static final class Verification {
    final String sid;
    final String code;
    final String to;
    final Instant started;
    final Map<String, String> asked;
    final List<Instant> sendings = new ArrayList<>();
    int checks;

    Verification(String sid, String code, String to, Instant started, Map<String, String> asked) {
      this.sid = sid;
      this.code = code;
      this.to = to;
      this.started = started;
      this.asked = asked;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SettableClock clock;
  private final Map<String, Verification> open = new LinkedHashMap<>(); // guarded by this
  private final ConcurrentLinkedDeque<Script> scripts = new ConcurrentLinkedDeque<>();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private volatile boolean psd2;
  private int number; // guarded by this

  private VerifyEmulator(SettableClock clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static VerifyEmulator start(SettableClock clock) throws IOException {
    return new VerifyEmulator(clock);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public TwilioVerifier.Builder verifier() {
    return TwilioVerifier.builder(ACCOUNT, TOKEN, SERVICE).endpoint(uri());
  }

  /** The service wants amount and payee from now on. */
  public void psd2() {
    psd2 = true;
  }

  /** The next request is answered with an error, whose message holds a number. */
  public void answerNext(int status, int code) {
    scripts.add(
        new Script.Answer(
            status,
            code == 0
                ? "<html>gateway</html>"
                : "{\"code\": %d, \"message\": \"wrong: +525512345678\", \"more_info\":"
                        .formatted(code)
                    + " \"https://www.twilio.com/docs/errors/%d\", \"status\": %d}"
                        .formatted(code, status)));
  }

  /** The next request is answered with this. */
  public void answerNext(int status, String body) {
    scripts.add(new Script.Answer(status, body));
  }

  public void hangNext() {
    scripts.add(new Script.Hang());
  }

  /** The connection of the next request is cut, without or after doing what it asks. */
  public void resetNext(boolean afterwards) {
    scripts.add(new Script.Reset(afterwards));
  }

  /** Twilio's time is over, whatever our clock says. */
  public synchronized void forgetAll() {
    open.clear();
  }

  public List<Message> messages() {
    return List.copyOf(messages);
  }

  public String lastCode() {
    return messages.get(messages.size() - 1).code();
  }

  /** The code of a verification that was started, ended or not. */
  public String codeOf(String sid) {
    return messages.stream().filter(it -> it.sid().equals(sid)).findFirst().orElseThrow().code();
  }

  /** {@code start}, {@code check} and {@code cancel}, in the order they came. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** What was not as the published document has it. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      var last = path.substring(path.lastIndexOf('/') + 1);
      requests.add(
          last.equals("Verifications") ? "start" : last.startsWith("VE") ? "cancel" : "check");
      problems.addAll(
          VerifyDocument.request(
              path, String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")), form));
      var script = scripts.poll();
      if (script instanceof Script.Hang) {
        closed.await();
        return;
      }
      if (script instanceof Script.Reset reset) {
        if (reset.afterwards()) {
          answer(exchange, path, last, form);
        }
        return; // closes the connection without a word
      }
      var answer =
          script instanceof Script.Answer scripted ? scripted : answer(exchange, path, last, form);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (String pair : body.split("&")) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return form;
  }

  private synchronized Script.Answer answer(
      HttpExchange exchange, String path, String last, Map<String, String> form) {
    var expected =
        "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(UTF_8));
    if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return error(401, 20003);
    }
    if (!path.startsWith("/v2/Services/" + SERVICE + "/")) {
      return error(404, 20404);
    }
    open.values().removeIf(it -> !clock.instant().isBefore(it.started.plus(LIFE)));
    return switch (last) {
      case "Verifications" -> started(path, form);
      case "VerificationCheck" -> checked(path, form);
      default -> cancelled(path, last);
    };
  }

  private Script.Answer started(String path, Map<String, String> form) {
    var to = form.getOrDefault("To", "");
    if (psd2 && !(form.containsKey("Amount") && form.containsKey("Payee"))) {
      return error(400, 60206);
    }
    var verification = open.get(to);
    if (verification == null) {
      number++;
      verification =
          new Verification(
              "VE%032x".formatted(number),
              "%06d".formatted(271_828 + number * 7919),
              to,
              clock.instant(),
              form);
      open.put(to, verification);
    }
    if (verification.sendings.size() >= 5) {
      return error(429, 60203);
    }
    verification.sendings.add(clock.instant());
    messages.add(new Message(verification.sid, verification.code, Map.copyOf(form)));
    return good(path, 201, verification, "pending");
  }

  private Script.Answer checked(String path, Map<String, String> form) {
    var verification = bySid(form.getOrDefault("VerificationSid", ""));
    if (verification == null) {
      return error(404, 20404);
    }
    if (verification.checks >= 5) {
      return error(429, 60202);
    }
    verification.checks++;
    boolean linked =
        !psd2
            || (verification.asked.get("Amount").equals(form.get("Amount"))
                && verification.asked.get("Payee").equals(form.get("Payee")));
    if (!linked || !verification.code.equals(form.get("Code"))) {
      return good(path, 200, verification, "pending");
    }
    open.remove(verification.to);
    return good(path, 200, verification, "approved");
  }

  private Script.Answer cancelled(String path, String sid) {
    var verification = bySid(sid);
    if (verification == null) {
      return error(404, 20404);
    }
    open.remove(verification.to);
    return good(path, 200, verification, "canceled");
  }

  private Verification bySid(String sid) {
    return open.values().stream().filter(it -> it.sid.equals(sid)).findFirst().orElse(null);
  }

  private Script.Answer good(String path, int status, Verification verification, String state) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("sid", verification.sid).put("service_sid", SERVICE).put("account_sid", ACCOUNT);
    body.put("to", verification.to).put("channel", verification.asked.get("Channel"));
    body.put("status", state).put("valid", state.equals("approved"));
    body.put("amount", verification.asked.get("Amount"));
    body.put("payee", verification.asked.get("Payee"));
    body.put("date_created", verification.started.toString());
    body.put("date_updated", clock.instant().toString());
    if (!path.endsWith("VerificationCheck")) {
      var attempts = body.putArray("send_code_attempts");
      for (Instant sending : verification.sendings) {
        attempts
            .addObject()
            .put("time", sending.toString())
            .put("channel", verification.asked.get("Channel"))
            .put("attempt_sid", "VL%032x".formatted(attempts.size()));
      }
      body.putObject("lookup");
      body.putNull("sna");
      body.put(
          "url",
          "https://verify.twilio.com/v2/Services/%s/Verifications/%s"
              .formatted(SERVICE, verification.sid));
    }
    problems.addAll(VerifyDocument.answer(path, status, body));
    return new Script.Answer(status, body.toString());
  }

  private static Script.Answer error(int status, int code) {
    return new Script.Answer(
        status,
        "{\"code\": %d, \"message\": \"no\", \"more_info\": \"\", \"status\": %d}"
            .formatted(code, status));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
