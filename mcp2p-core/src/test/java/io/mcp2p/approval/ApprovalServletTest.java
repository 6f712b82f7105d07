package io.mcp2p.approval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.approval.ApprovalDesk.Asked;
import io.mcp2p.approval.ApprovalDesk.Outcome;
import io.mcp2p.approval.ApprovalDesk.Visit;
import io.mcp2p.payment.KeyedHash;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on a real server, in front of a desk that notes what it is asked. */
class ApprovalServletTest {
  private static final Pattern GUARD = Pattern.compile("name=\"guard\" value=\"([^\"]+)\"");

  private final Desk desk = new Desk();
  private final HttpClient client = HttpClient.newHttpClient();
  private Server server;
  private String base;

  private static final class Desk implements ApprovalDesk {
    private final List<String> answers = new ArrayList<>();
    private Asked asked =
        new Asked(
            "ana",
            "Some <b>client</b>",
            "tiny",
            "payment",
            "MXN 500.00",
            "J*** P*** · Bank · ****5558",
            "Pay MXN 500.00 to \"JUAN <script>alert(1)</script>\"",
            Locale.ENGLISH,
            true,
            "+**********78",
            Duration.ofSeconds(301),
            5,
            true);
    private Outcome outcome = Outcome.APPROVED;
    private boolean broken;
    private boolean often;

    @Override
    public Visit visit(String token, String address) {
      if (broken) {
        throw new IllegalStateException("jdbc:secret");
      }
      if (often) {
        return new Visit.TooOften(Duration.ofMillis(1500));
      }
      return token.equals("good") ? new Visit.Known(asked) : new Visit.Unknown();
    }

    @Override
    public Outcome approve(String token, String code, int attemptsLeft) {
      answers.add("approve " + token + " " + code + " " + attemptsLeft);
      return outcome;
    }

    @Override
    public Outcome decline(String token, DeclineReason reason) {
      answers.add("decline " + token + " " + reason);
      return Outcome.DECLINED;
    }

    void close() {
      asked =
          new Asked(
              asked.callerId(),
              asked.client(),
              asked.rail(),
              asked.kind(),
              asked.amount(),
              asked.payee(),
              asked.summary(),
              asked.locale(),
              true,
              asked.sentTo(),
              Duration.ZERO,
              0,
              false);
    }
  }

  @BeforeEach
  void start() throws Exception {
    start(Approval.page(URI.create("http://localhost:1/approve")));
  }

  private void start(Approval approval, Filter... before) throws Exception {
    stop();
    server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("localhost");
    server.addConnector(connector);
    var context = new ServletContextHandler();
    context.addServlet(
        new ServletHolder(ApprovalServlets.of(desk, approval, KeyedHash.random())), "/approve/*");
    for (Filter filter : before) {
      context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    server.setHandler(context);
    server.start();
    base = "http://localhost:" + connector.getLocalPort() + "/approve/";
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, String> form, String... headers)
      throws Exception {
    var body =
        new TreeMap<>(form)
            .entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String guard(HttpResponse<String> page) {
    var found = GUARD.matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group(1);
  }

  private static String cookie(HttpResponse<String> page) {
    return page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private static Map<String, String> form(String guard, String... more) {
    var form = new HashMap<String, String>();
    form.put("guard", guard);
    form.put("attempt", "5");
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return form;
  }

  @Test
  void form_showsWhatIsAsked_escaped() throws Exception {
    var page = get("good");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("MXN 500.00", "J*** P*** · Bank · ****5558", "+**********78", "TINY", "ana")
        .contains("Some &lt;b&gt;client&lt;/b&gt;", "JUAN &lt;script&gt;alert(1)")
        .contains("Test: no real money moves", "ends in 6 min", "action=\"good\"")
        .doesNotContain("<script", "{{", "http://", "https://");
  }

  @Test
  void everyAnswer_carriesTheHeadersOfASecretPage() throws Exception {
    for (String path : List.of("good", "other")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .matches(
              "default-src 'none'; style-src 'sha256-[^']+'; img-src 'none'; form-action 'self';"
                  + " frame-ancestors 'none'; base-uri 'none'");
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
      assertThat(headers.firstValue("Content-Type")).contains("text/html;charset=utf-8");
    }
  }

  @Test
  void form_isRead_thoughAFilterHasReadItsParameters() throws Exception {
    start(
        Approval.page(URI.create("http://localhost:1/approve")),
        (request, response, chain) -> {
          assertThat(request.getParameter("no such")).isNull();
          chain.doFilter(request, response);
        });
    var page = get("good");
    var form = form(guard(page), "do", "approve", "code", "123456");

    assertThat(post("good?code=654321", form, "Cookie", cookie(page)).statusCode()).isEqualTo(404);
    assertThat(desk.answers).isEmpty();
    assertThat(post("good", form, "Cookie", cookie(page)).statusCode()).isEqualTo(303);
    assertThat(desk.answers).containsExactly("approve good 123456 5");
  }

  @Test
  void get_andHead_changeNothing() throws Exception {
    get("good");
    get("good?do=approve&code=123456&guard=x&attempt=5");
    client.send(
        HttpRequest.newBuilder(URI.create(base + "good"))
            .method("HEAD", BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
    assertThat(desk.answers).isEmpty();
  }

  @Test
  void usedLinks_areAnsweredAsUnknownOnes() throws Exception {
    var unknown = get("other");
    desk.close();
    var used = get("good");
    assertThat(used.statusCode()).isEqualTo(404).isEqualTo(unknown.statusCode());
    assertThat(used.body()).isEqualTo(unknown.body());
    assertThat(withoutDate(used)).isEqualTo(withoutDate(unknown));
    assertThat(used.body()).doesNotContain("500.00", "JUAN");
    var posted = post("good", form("x", "do", "approve", "code", "123456"));
    var postedUnknown = post("other", form("x", "do", "approve", "code", "123456"));
    assertThat(posted.statusCode()).isEqualTo(404);
    assertThat(posted.body()).isEqualTo(postedUnknown.body());
    assertThat(withoutDate(posted)).isEqualTo(withoutDate(postedUnknown));
    var tooLong = form("x", "do", "approve", "code", "1".repeat(5000));
    assertThat(withoutDate(post("good", tooLong))).isEqualTo(withoutDate(post("other", tooLong)));
    assertThat(desk.answers).isEmpty();
  }

  private static Map<String, List<String>> withoutDate(HttpResponse<String> response) {
    var headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void rightCode_isApproved_byPostAndRedirect() throws Exception {
    var page = get("good");
    var answer =
        post(
            "good",
            form(guard(page), "do", "approve", "code", "123 456"),
            "Cookie",
            cookie(page),
            "Origin",
            "null",
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(desk.answers).containsExactly("approve good 123456 5");
    assertThat(answer.statusCode()).isEqualTo(303);
    var location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("good?r=approved.");
    desk.close();
    var result = get(location, "Cookie", cookie(page));
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).contains("<h1>Approved</h1>").doesNotContain("500.00", "<form");
    // Nobody else sees even that.
    assertThat(get(location).statusCode()).isEqualTo(404);
    assertThat(get("good?r=approved.x", "Cookie", cookie(page)).statusCode()).isEqualTo(404);
  }

  @Test
  void wrongCode_isSaid_onTheFormAgain() throws Exception {
    desk.outcome = Outcome.WRONG_CODE;
    var page = get("good");
    var answer =
        post("good", form(guard(page), "do", "approve", "code", "000000"), "Cookie", cookie(page));
    var location = answer.headers().firstValue("Location").orElseThrow();
    var again = get(location, "Cookie", cookie(page));
    assertThat(again.body())
        .contains("role=\"alert\">That code is not the right one. Attempts left: 5.")
        .contains("aria-invalid=\"true\"", "aria-describedby=\"hint error\"");
    assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "12", "12345678901", "１２３４５６", "12<34"})
  void whatIsNoCode_isNotChecked(String typed) throws Exception {
    var page = get("good");
    var answer =
        post("good", form(guard(page), "do", "approve", "code", typed), "Cookie", cookie(page));
    assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("good?r=no_code.");
    assertThat(desk.answers).isEmpty();
  }

  @Test
  void decline_takesOneOfTheReasons() throws Exception {
    var page = get("good");
    var cookie = cookie(page);
    post("good", form(guard(page), "do", "decline", "reason", "wrong_amount"), "Cookie", cookie);
    post("good", form(guard(page), "do", "decline", "reason", "ignore all"), "Cookie", cookie);
    assertThat(desk.answers).containsExactly("decline good WRONG_AMOUNT", "decline good NONE");
  }

  @Test
  void formsFromElsewhere_areRefused() throws Exception {
    var page = get("good");
    var other = get("good");
    var form = form(guard(page), "do", "approve", "code", "123456");
    var cookie = cookie(page);
    for (HttpResponse<String> refused :
        List.of(
            post("good", form),
            post("good", form, "Cookie", cookie(other)),
            post("good", form("x", "do", "approve", "code", "123456"), "Cookie", cookie),
            post("good", form, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"),
            post("good", form, "Cookie", cookie, "Sec-Fetch-Site", "same-site"),
            post("good", form, "Cookie", cookie, "Origin", "https://evil.example"))) {
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).doesNotContain("500.00");
    }
    assertThat(desk.answers).isEmpty();
  }

  @Test
  void twoTabs_ofOneBrowser_shareItsName() throws Exception {
    var first = get("good");
    var second = get("good", "Cookie", cookie(first));
    assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(guard(second)).isEqualTo(guard(first));
  }

  @Test
  void cookie_isOnlyThisHosts_overTls() throws Exception {
    assertThat(get("good").headers().firstValue("Set-Cookie").orElseThrow())
        .matches("mcp2p-approval=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax");
    start(Approval.page(URI.create("https://pay.example/approve")));
    assertThat(get("good").headers().firstValue("Set-Cookie").orElseThrow())
        .matches("__Host-mcp2p-approval=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax; Secure");
  }

  @Test
  void loginCheck_comesBeforeAnythingIsShownOrDone() throws Exception {
    var page = get("good");
    var form = form(guard(page), "do", "approve", "code", "123456");
    var unknown = get("other");
    start(
        Approval.page(URI.create("http://localhost:1/approve"))
            .loginCheck((request, caller) -> caller.equals(request.getHeader("X-User"))));
    assertThat(get("good").body()).isEqualTo(unknown.body());
    assertThat(get("good").statusCode()).isEqualTo(404);
    assertThat(get("good", "X-User", "eve").statusCode()).isEqualTo(404);
    assertThat(get("good", "X-User", "ana").body()).contains("500.00");
    assertThat(post("good", form, "Cookie", cookie(page)).statusCode()).isEqualTo(404);
    start(
        Approval.page(URI.create("http://localhost:1/approve"))
            .loginCheck(
                (request, caller) -> {
                  throw new IllegalStateException("no session store");
                }));
    assertThat(get("good").statusCode()).isEqualTo(404);
    assertThat(desk.answers).isEmpty();
  }

  @Test
  void bodies_areSmallForms() throws Exception {
    var page = get("good");
    var form = form(guard(page), "do", "approve", "code", "123456", "more", "x".repeat(5000));
    assertThat(post("good", form, "Cookie", cookie(page)).statusCode()).isEqualTo(404);
    var json =
        client.send(
            HttpRequest.newBuilder(URI.create(base + "good"))
                .header("Content-Type", "application/json")
                .header("Cookie", cookie(page))
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(json.statusCode()).isEqualTo(404);
    assertThat(desk.answers).isEmpty();
  }

  @Test
  void outages_sayNothingOfTheirCause() throws Exception {
    desk.broken = true;
    var page = get("good");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Retry-After")).contains("5");
    assertThat(page.body()).contains("Not possible right now").doesNotContain("secret");
  }

  @Test
  void tooOften_saysWhenToComeAgain() throws Exception {
    desk.often = true;
    var page = get("good");
    assertThat(page.statusCode()).isEqualTo(429);
    assertThat(page.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void otherMethods_areRefused() throws Exception {
    var deleted =
        client.send(
            HttpRequest.newBuilder(URI.create(base + "good")).DELETE().build(),
            BodyHandlers.ofString());
    assertThat(deleted.statusCode()).isEqualTo(405);
    assertThat(deleted.headers().firstValue("Allow")).contains("GET, HEAD, POST");
  }

  @Test
  void language_isTheBrowsers() throws Exception {
    assertThat(get("good", "Accept-Language", "es-MX").body())
        .contains("<html lang=\"es\">", "¿Aprueba este pago?", "<dd lang=\"en\">");
    assertThat(get("other", "Accept-Language", "pt-BR").body()).contains("Este link não pode");
  }

  @Test
  void hostsOwnTemplateTextsColoursAndLogo_areUsed() throws Exception {
    var dark = new Colours("#000000", "#ffffff", "#ffff00", "#000000");
    start(
        Approval.page(URI.create("http://localhost:1/approve"))
            .text("button.approve", Locale.ENGLISH, "Pay & go")
            .colours(new Colours("#fffffe", "#000000", "#000080", "#ffffff"), dark)
            .logo(new byte[] {1, 2, 3}, "image/png", "Banco Uno"));
    var page = get("good").body();
    assertThat(page)
        .contains("Pay &amp; go", "--background:#fffffe", "--accent:#ffff00")
        .contains("<img class=\"logo\" src=\"data:image/png;base64,AQID\" alt=\"Banco Uno\">");
    start(
        Approval.page(URI.create("http://localhost:1/approve"))
            .template("<p>{{amount}} {{error}}{{message}} {{action}} {{guard}} {{attempt}}</p>"));
    assertThat(get("good").body()).startsWith("<p>MXN 500.00  good ");
  }
}
