package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.approval.Approval;
import io.mcp2p.auth.Caller;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.tck.Agent;
import io.mcp2p.tck.SettableClock;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * A person with a browser and an agent over stdio, at one server. Each page that is shown is also
 * looked at by axe-core.
 */
class ApprovalPageBrowserIT {
  private static final String CODE = "424242";
  private static final Map<String, Object> LUNCH =
      Map.of(
          "clabe", "014027000005555558",
          "amount", 25000,
          "concept", "Comida",
          "recipientName", "Ana Ramírez");

  private static Browser browser;

  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private Server jetty;
  private Mcp2pServer server;
  private Agent agent;

  @BeforeAll
  static void startTheBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void stopTheBrowser() {
    browser.close();
  }

  @BeforeEach
  void start() throws Exception {
    browser.reset();
    start(Locale.ENGLISH);
  }

  private void start(Locale locale) throws Exception {
    stop();
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .verifier(Verifier.sandbox(CODE))
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .stdioCaller(Caller.local(locale))
            .approval(Approval.page(URI.create("http://localhost:" + port + "/approve")))
            .clock(clock)
            .build();
    agent = Agent.of(server);
    jetty = new Server();
    var connector = new ServerConnector(jetty);
    connector.setHost("localhost");
    connector.setPort(port);
    jetty.addConnector(connector);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(server.approvalServlet()), "/approve/*");
    jetty.setHandler(context);
    jetty.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (agent != null) {
      agent.close();
      jetty.stop();
      server.close();
    }
  }

  private Agent.Answer pay() {
    return agent.call("spei_send_payment", LUNCH);
  }

  private String link() {
    var asked = pay();
    assertThat(asked.data("status")).as(asked.text()).isEqualTo("2fa_required");
    return asked.data("approvalUrl");
  }

  private void openForm() {
    browser.open(link());
    assertThat(browser.title()).isEqualTo("Approve this payment?");
  }

  private void approve(String code) {
    browser.type("code", code);
    browser.press("approve");
  }

  @Test
  void approved_isPaidByTheAgentsNextCall() {
    openForm();
    assertThat(browser.text()).contains("MXN 250.00", "Test: no real money moves", "SPEI");
    browser.isAccessible();
    browser.picture("approval-page");

    approve("424 242");

    assertThat(browser.title()).isEqualTo("Approved");
    browser.isAccessible();
    browser.picture("approval-approved");
    assertThat(browser.text()).doesNotContain("250.00");
    assertThat(pay().data("status")).isEqualTo("success");
    assertThat(pay().data("message")).contains("nothing more was paid");
  }

  @Test
  void wrongCode_isSaid_andTheFieldHasTheFocus() {
    openForm();
    approve("000000");

    assertThat(browser.title()).isEqualTo("Approve this payment?");
    assertThat(browser.alert()).isEqualTo("That code is not the right one. Attempts left: 4.");
    assertThat(browser.focused()).isEqualTo("code");
    browser.isAccessible();
    browser.picture("approval-wrong-code");

    browser.reload();
    assertThat(browser.alert()).contains("Attempts left: 4.");
    for (int i = 0; i < 3; i++) {
      approve("000000");
    }
    assertThat(browser.alert()).contains("Attempts left: 1.");
    approve("000000");
    assertThat(browser.title()).isEqualTo("Closed after too many wrong codes");
    browser.isAccessible();
  }

  @Test
  void declined_isToldToTheAgentWithTheReason() {
    openForm();
    browser.unfold();
    browser.isAccessible();
    browser.choose("reason", "wrong_amount");
    browser.picture("approval-decline");
    browser.press("decline");

    assertThat(browser.title()).isEqualTo("Declined");
    browser.isAccessible();
    var told = pay();
    assertThat(told.code()).isEqualTo("2FA_DECLINED");
    assertThat(told.detail("reason")).isEqualTo("wrong_amount");
  }

  @Test
  void expired_andUnknown_lookTheSame() {
    var link = link();
    clock.advance(Duration.ofMinutes(10));
    browser.open(link);
    var expired = browser.source();
    browser.isAccessible();
    browser.picture("approval-unusable");

    browser.open(link.replaceFirst("/[^/]*$", "/unknown"));

    assertThat(browser.source()).isEqualTo(expired);
    assertThat(browser.title()).isEqualTo("This link cannot be used");
  }

  @Test
  void expiredWhileTheFormWasOpen_saysSo() {
    openForm();
    clock.advance(Duration.ofMinutes(10));
    approve(CODE);
    assertThat(browser.title()).isEqualTo("Too late");
  }

  @Test
  void formSentTwice_andTheBackButton_doNoHarm() {
    openForm();
    browser.type("code", "000000");
    browser.sendTwice();
    assertThat(browser.text()).contains("Attempts left: 4");

    approve(CODE);
    assertThat(browser.title()).isEqualTo("Approved");
    browser.reload();
    assertThat(browser.title()).isEqualTo("Approved");
    browser.back();
    // Either the form as it was, which says what it is answered with, or nothing.
    if (browser.hasField("code")) {
      approve("000000");
      assertThat(browser.title()).isEqualTo("Approved");
    } else {
      assertThat(browser.title()).isEqualTo("This link cannot be used");
    }
    assertThat(pay().data("status")).isEqualTo("success");
  }

  @Test
  void twoTabs_ofWhichOneApproves() {
    var link = link();
    browser.open(link);
    browser.openInAnotherTab(link);
    approve(CODE);
    assertThat(browser.title()).isEqualTo("Approved");
    browser.otherTab();
    browser.unfold();
    browser.press("decline");
    assertThat(browser.title()).isEqualTo("Approved");
    assertThat(pay().data("status")).isEqualTo("success");
  }

  @Test
  void scannerThatOpensTheLink_changesNothing() {
    var link = link();
    browser.open(link);
    browser.open(link + "?do=approve&code=" + CODE);
    assertThat(pay().data("status")).isEqualTo("2fa_required");
  }

  @Test
  void dark_isDark() {
    browser.dark();
    openForm();
    assertThat(browser.background()).isEqualTo("rgb(19, 21, 24)");
    browser.isAccessible();
    browser.picture("approval-dark");
    approve("000000");
    browser.isAccessible();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void phone_of360Pixels_needsNoSidewaysScrolling(String mode) {
    browser.phone();
    if (mode.equals("dark")) {
      browser.dark();
    }
    openForm();
    assertThat(browser.widthOfThePage()).isLessThanOrEqualTo(360);
    browser.isAccessible();
    if (mode.equals("light")) {
      browser.picture("approval-phone");
    }
    browser.unfold();
    assertThat(browser.widthOfThePage()).isLessThanOrEqualTo(360);
  }

  @ParameterizedTest
  @CsvSource({
    "es-MX, ¿Aprueba este pago?, es",
    "pt-BR, Aprova este pagamento?, pt",
    "fr, Approve this payment?, en"
  })
  void language_isTheBrowsers(String accepted, String title, String picture) {
    browser.language(accepted);
    browser.open(link());
    assertThat(browser.title()).isEqualTo(title);
    browser.isAccessible();
    if (!picture.equals("en")) {
      browser.picture("approval-" + picture);
    }
    approve("000000");
    browser.isAccessible();
  }

  @Test
  void language_isThePayments_whereTheBrowserSaysNone() throws Exception {
    start(Locale.forLanguageTag("es"));
    browser.language("fr");
    browser.open(link());
    assertThat(browser.title()).isEqualTo("¿Aprueba este pago?");
  }

  @Test
  void keyboardAlone_isEnough() {
    openForm();
    browser.keys(Keys.TAB, CODE, Keys.ENTER);
    assertThat(browser.title()).isEqualTo("Approved");
  }

  @Test
  void browserHasNothingToSay() {
    openForm();
    approve("000000");
    assertThat(browser.console()).isEmpty();
  }
}
