package io.mcp2p.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bank reached over HTTP, with the client's side of it. It is as small as a bank can be: {@code
 * POST /PAYMENT/reference} pays, {@code POST /REFUND/reference} asks back, {@code GET} looks up.
 * Money arrives at once unless it {@linkplain #payingLater(String) pays later}. Thread-safe.
 *
 * @since 0.1
 */
public final class StubBank implements SteeredBank {
  private static final Instant SETTLED_AT = Instant.parse("2026-03-02T15:00:01Z");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration BRIEFLY = Duration.ofMillis(50);
  private static final Duration PATIENTLY = Duration.ofSeconds(15);

  /**
   * What the bank says.
   *
   * @param state {@code SETTLED}, {@code PENDING}, {@code REJECTED}, {@code DUPLICATE}: the
   *     reference was used; {@code UNKNOWN}: there is none such
   * @param at when it was settled, or null
   * @param code why it was rejected, empty if it was not
   * @param id the rail's own id, of the form of a Pix; empty if there is none
   */
  public record Order(String state, @Nullable Instant at, String code, String id) {
    private Order in(String otherState) {
      return new Order(otherState, at, code, id);
    }
  }

  private static final Order UNKNOWN = new Order("UNKNOWN", null, "", "");

  private final String rejection;
  private final String stateAtFirst;
  private final HttpServer server;
  private final URI address;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore stalling = new Semaphore(0);
  private final Map<BankCall, Conduct> conducts = new ConcurrentHashMap<>();
  private final Map<BankCall, Map<String, Order>> orders = new EnumMap<>(BankCall.class);

  private StubBank(String rejection, String stateAtFirst) {
    this.rejection = rejection;
    this.stateAtFirst = stateAtFirst;
    for (var call : BankCall.values()) {
      meet(call, Conduct.ANSWERS);
      orders.put(call, new LinkedHashMap<>());
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Opens a bank.
   *
   * @param rejection the code with which it refuses
   */
  public static StubBank open(String rejection) {
    return new StubBank(rejection, "SETTLED");
  }

  /** Opens a bank that first says {@code PENDING}, and has paid by the time it is asked. */
  public static StubBank payingLater(String rejection) {
    return new StubBank(rejection, "PENDING");
  }

  /** Meets such calls so, from now on. Who was once unreachable stays it, for all calls. */
  @Override
  public void meet(BankCall call, Conduct conduct) {
    conducts.put(call, conduct);
    if (conduct == Conduct.UNREACHABLE) {
      server.stop(0);
    }
  }

  @Override
  public List<String> taken(BankCall call) {
    synchronized (orders) {
      return orders.get(call).entrySet().stream()
          .filter(it -> !it.getValue().state().equals("REJECTED"))
          .map(it -> it.getKey().replaceFirst("/.*", ""))
          .toList();
    }
  }

  @Override
  public String refusalCode() {
    return rejection;
  }

  /**
   * Orders something; for clients of the bank.
   *
   * @param call a payment or a refund
   * @param key the reference, and after a slash whatever else the bank tells orders apart by
   * @throws IOException if no answer comes within the time limit, or none that can be read
   */
  public Order order(BankCall call, String key) throws IOException, InterruptedException {
    return exchange(
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), call, key, call);
  }

  /**
   * Looks up what was ordered; for clients of the bank.
   *
   * @throws IOException as {@link #order} does
   */
  public Order find(BankCall call, String key) throws IOException, InterruptedException {
    return exchange(HttpRequest.newBuilder().GET(), call, key, BankCall.LOOK_UP);
  }

  private Order exchange(HttpRequest.Builder request, BankCall about, String key, BankCall call)
      throws IOException, InterruptedException {
    var uri = address.resolve("/" + about + "/" + key);
    boolean stalls = conducts.get(call) == Conduct.STALLS;
    var reply = HTTP.sendAsync(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    if (stalls) {
      stalling.acquire(); // so that a slow machine is not taken for a bank that stalls
    }
    try {
      var answer = reply.get((stalls ? BRIEFLY : PATIENTLY).toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new IOException("the bank answered " + answer.statusCode());
      }
      return JSON.readValue(answer.body(), Order.class);
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new HttpTimeoutException("the bank does not answer");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().split("/", 3);
    var about = BankCall.valueOf(path[1]);
    boolean looksUp = exchange.getRequestMethod().equals("GET");
    var conduct = conducts.get(looksUp ? BankCall.LOOK_UP : about);
    var order = looksUp ? known(about, path[2]) : taken(about, path[2], conduct);
    switch (conduct) {
      case STALLS -> {
        stalling.release();
        awaitClose();
        exchange.close();
      }
      case CUTS -> exchange.close();
      case GARBLES -> answer(exchange, 200, "<html><body>Bad gateway</body></html>");
      case FAILS -> answer(exchange, 500, "{}");
      case PUZZLES -> answer(exchange, 200, JSON.writeValueAsString(order.in("HELD")));
      default -> answer(exchange, 200, JSON.writeValueAsString(order));
    }
  }

  private Order known(BankCall about, String key) {
    synchronized (orders) {
      return orders.get(about).getOrDefault(key, UNKNOWN);
    }
  }

  private Order taken(BankCall call, String key, Conduct conduct) {
    synchronized (orders) {
      var taken = orders.get(call);
      if (taken.containsKey(key)) {
        return UNKNOWN.in("DUPLICATE");
      }
      if (conduct == Conduct.REFUSES) {
        taken.put(key, new Order("REJECTED", null, rejection, ""));
        return taken.get(key);
      }
      var id =
          "%s12345678202603021500%011d"
              .formatted(call == BankCall.PAYMENT ? "E" : "D", taken.size());
      taken.put(key, new Order("SETTLED", SETTLED_AT, "", id));
      return taken.get(key).in(stateAtFirst);
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Connection", "close");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  /** Ends the server, and all who wait for it. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
