package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.approval.Approval;
import io.mcp2p.approval.ApprovalDesk;
import io.mcp2p.approval.ApprovalDesk.Visit;
import io.mcp2p.approval.DeclineReason;
import io.mcp2p.tck.CapturingVerifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that opens the approval page for the person. */
class UrlElicitationTest {
  private final TinyServer server =
      TinyServer.with(it -> it.approval(Approval.page(URI.create("https://pay.example/approve"))));
  private final Opener client = new Opener();

  @AfterEach
  void close() {
    server.close();
  }

  /** Notes what it is asked, has the person do something, and answers. */
  private static final class Opener implements Client {
    private final List<Map<String, ?>> asked = new ArrayList<>();
    private Set<String> capabilities = Set.of("elicitation", "elicitation.url");
    private Runnable person = () -> {};
    private Optional<Map<String, Object>> reply = Optional.of(Map.of("action", "accept"));

    @Override
    public String name() {
      return "Desk <b>Top</b>";
    }

    @Override
    public boolean supports(String capability) {
      return capabilities.contains(capability);
    }

    @Override
    public Optional<Map<String, Object>> ask(
        String method, Map<String, ?> params, Duration within) {
      assertThat(method).isEqualTo("elicitation/create");
      assertThat(within).isLessThan(Duration.ofMinutes(1));
      asked.add(params);
      person.run();
      return reply;
    }

    String token() {
      return asked.get(0).get("url").toString().replaceFirst(".*/", "");
    }
  }

  private ApprovalDesk desk() {
    return Objects.requireNonNull(server.wiring.desk());
  }

  private Reply call() {
    return server.wiring.call(SEND, Json.ANSWERS.writeValueAsString(LUNCH), ANA, client);
  }

  private void approve() {
    desk().approve(client.token(), server.verifier.lastCode(), 5);
  }

  private String openPayment() {
    var items = data(server.call("payments_list", Map.of(), ANA)).path("items");
    return items.path(0).path("paymentId").asString();
  }

  @Test
  void approvedWhileTheCallWaits_isPaidInOneTurn() {
    client.person = this::approve;
    var paid = call();

    assertThat(status(paid)).isEqualTo("success");
    assertThat(server.sent()).isOne();
    assertThat(client.asked).hasSize(1);
    var params = client.asked.get(0);
    assertThat(params.keySet()).isEqualTo(Set.of("mode", "elicitationId", "url", "message"));
    assertThat(params.get("mode")).isEqualTo("url");
    assertThat(params.get("url").toString()).startsWith("https://pay.example/approve/");
    assertThat(params.get("message").toString()).contains("150.00");
  }

  @Test
  void approvedAfterTheClientHasAccepted_isPaidInOneTurn() {
    var person = new Thread(this::approve);
    client.person = person::start;
    assertThat(status(call())).isEqualTo("success");
    assertThat(server.sent()).isOne();
  }

  @Test
  void declinedOnThePage_isToldInOneTurn() {
    client.person = () -> desk().decline(client.token(), DeclineReason.WRONG_PAYEE);
    assertThat(code(call())).isEqualTo("2FA_DECLINED");
    assertThat(server.sent()).isZero();
  }

  @Test
  void givenUpWhileTheCallWaits_asksForNoOtherCode() {
    client.person = () -> server.byId("payments_cancel", openPayment());
    assertThat(code(call())).isEqualTo("PAYMENT_NOT_AWAITING_CODE");
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @Test
  void closedByWrongCodesWhileTheCallWaits_asksForNoOtherCode() {
    client.person =
        () -> {
          for (int left = 5; left > 0; left--) {
            desk().approve(client.token(), CapturingVerifier.WRONG_CODE, left);
          }
        };
    assertThat(code(call())).isEqualTo("2FA_TOO_MANY_ATTEMPTS");
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @Test
  void replacedWhileTheCallWaits_doesNotTakeItsPlaceBack() {
    client.person = () -> server.first(RENT);
    assertThat(code(call())).isEqualTo("PAYMENT_NOT_AWAITING_CODE");
    assertThat(server.verifier.sent()).hasSize(2);
  }

  @Test
  void paidByACodeInTheChatWhileTheCallWaits_isToldAndNotAskedForAgain() {
    client.person =
        () ->
            assertThat(status(server.second(LUNCH, server.verifier.lastCode())))
                .isEqualTo("success");
    assertThat(status(call())).isEqualTo("success");
    assertThat(server.sent()).isOne();
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @Test
  void clientThatDoesNotOpenIt_leavesTheTwoTurns() {
    for (Optional<Map<String, Object>> reply :
        List.of(
            Optional.<Map<String, Object>>empty(),
            Optional.of(Map.<String, Object>of("action", "decline")),
            Optional.of(Map.<String, Object>of("action", "cancel")),
            Optional.of(Map.<String, Object>of()))) {
      client.reply = reply;
      var asked = call();
      assertThat(status(asked)).isEqualTo("2fa_required");
      assertThat(text(asked, "approvalUrl")).isNotEmpty();
      server.byId("payments_cancel", TinyServer.paymentId(asked));
      server.advanceSeconds(1);
    }
    assertThat(client.asked).hasSize(4);
  }

  @Test
  void repeatedCall_asksNobodyToOpenThePageAgain() {
    client.reply = Optional.empty();
    call();
    server.advanceSeconds(1);
    assertThat(status(call())).isEqualTo("2fa_required");
    assertThat(client.asked).hasSize(1);
    approve();
    assertThat(status(call())).isEqualTo("success");
  }

  @Test
  void clientWithoutTheCapability_isNotAsked() {
    client.capabilities = Set.of("elicitation", "elicitation.form");
    assertThat(status(call())).isEqualTo("2fa_required");
    assertThat(client.asked).isEmpty();
  }

  @Test
  void page_namesTheProgramAsItNamesItself() {
    client.reply = Optional.empty();
    call();
    var asked = ((Visit.Known) desk().visit(client.token(), "203.0.113.7")).asked();
    assertThat(asked.client()).isEqualTo("Desk bTop/b");
  }
}
