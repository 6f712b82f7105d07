package io.mcp2p;

import static io.mcp2p.TinyServer.ANA;
import static io.mcp2p.TinyServer.BRUNO;
import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.REFUND;
import static io.mcp2p.TinyServer.RENT;
import static io.mcp2p.TinyServer.STATUS;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.message;
import static io.mcp2p.TinyServer.paymentId;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static io.mcp2p.TinyServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tools over all rails. */
class PaymentsToolsTest {
  private final TinyServer server = TinyServer.open();

  @AfterEach
  void close() {
    server.close();
  }

  private Reply list(Map<String, ?> arguments) {
    return server.call("payments_list", arguments, ANA);
  }

  private static List<String> ids(Reply listing) {
    var ids = new ArrayList<String>();
    for (JsonNode item : data(listing).get("items")) {
      ids.add(item.get("paymentId").asString());
    }
    return ids;
  }

  /** Pays this often, a second apart; the newest first. */
  private List<String> payLunches(int count) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      server.advanceSeconds(1);
      ids.add(0, paymentId(server.pay(with(LUNCH, "note", "Lunch " + i))));
    }
    return ids;
  }

  // payments_list

  @Test
  void list_showsTheNewestFirstAndMasked() {
    var lunch = server.pay(LUNCH);
    server.advanceSeconds(1);
    var rent = server.first(RENT);

    var listing = list(Map.of());

    assertThat(ids(listing)).containsExactly(paymentId(rent), paymentId(lunch));
    assertThat(data(listing).has("nextCursor")).isFalse();
    var item = data(listing).get("items").get(1);
    assertThat(item.get("rail").asString()).isEqualTo("tiny");
    assertThat(item.get("operation").asString()).isEqualTo("payment");
    assertThat(item.get("status").asString()).isEqualTo("settled");
    assertThat(item.get("reference").asString()).isEqualTo(text(lunch, "reference"));
    assertThat(item.get("amount").asLong()).isEqualTo(150_00);
    assertThat(item.get("amountFormatted").asString()).isEqualTo("MXN 150.00");
    assertThat(item.get("currency").asString()).isEqualTo("MXN");
    assertThat(item.get("payee").asString()).isEqualTo("****7890");
    assertThat(item.get("createdAt").asString()).isEqualTo("2026-03-02T15:00:00Z");
    assertThat(item.get("updatedAt").asString()).isEqualTo("2026-03-02T15:00:00Z");
    assertThat(data(listing).get("items").get(0).has("reference")).isFalse();
    assertThat(listing.text()).doesNotContain("1234567890");
  }

  @Test
  void list_ofNothing_isEmpty() {
    assertThat(ids(list(Map.of()))).isEmpty();
  }

  @Test
  void list_filters() {
    var lunch = server.pay(LUNCH);
    server.advanceSeconds(60);
    var rent = server.first(RENT);

    assertThat(ids(list(Map.of("status", "settled")))).containsExactly(paymentId(lunch));
    assertThat(ids(list(Map.of("status", "awaiting_code")))).containsExactly(paymentId(rent));
    assertThat(ids(list(Map.of("rail", "tiny")))).hasSize(2);
    assertThat(ids(list(Map.of("rail", "spei")))).isEmpty();
    assertThat(ids(list(Map.of("from", "2026-03-02T15:01:00Z")))).containsExactly(paymentId(rent));
    assertThat(ids(list(Map.of("to", "2026-03-02T15:01:00Z")))).containsExactly(paymentId(lunch));
    assertThat(ids(list(Map.of("reference", text(lunch, "reference")))))
        .containsExactly(paymentId(lunch));
    server.advance(Duration.ofMinutes(10));
    assertThat(ids(list(Map.of("status", "expired")))).containsExactly(paymentId(rent));
    assertThat(ids(list(Map.of("status", "awaiting_code")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status, paid",
    "rail, SPEI",
    "reference, a b",
    "cursor, !",
    "from, yesterday",
    "limit, 20"
  })
  void list_refusesWhatItDoesNotUnderstand(String field, String value) {
    var refused = list(Map.of(field, value));

    assertThat(code(refused)).isEqualTo("INVALID_ARGUMENT");
    assertThat(detail(refused, "field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void list_refusesALimitOutOfRange(int limit) {
    assertThat(detail(list(Map.of("limit", limit)), "field")).isEqualTo("limit");
  }

  // The last of them holds a time and an id with a NUL in it, which PostgreSQL has no text for.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "MjAyNi0wMS0",
        "AAAA",
        "MjAyNi0wMy0wMlQxNTowMDowMFo",
        "MjAyNi0wMy0wMlQxNTowMDowMFogcGF5X3Rlc3RfMDAwMAAwMDAwMA"
      })
  void list_refusesACursorOfItsOwnMaking(String cursor) {
    var refused = list(Map.of("cursor", cursor));

    assertThat(code(refused)).isEqualTo("INVALID_ARGUMENT");
    assertThat(detail(refused, "field")).isEqualTo("cursor");
  }

  @Test
  void list_isPagedInTwentiesIfNothingIsAsked() {
    var all = payLunches(21);

    var first = list(Map.of());
    var second = list(Map.of("cursor", text(first, "nextCursor")));

    assertThat(ids(first)).isEqualTo(all.subList(0, 20));
    assertThat(ids(second)).isEqualTo(all.subList(20, 21));
    assertThat(data(second).has("nextCursor")).isFalse();
  }

  @Test
  void list_pageThatFitsExactly_hasNoNext() {
    payLunches(3);

    assertThat(data(list(Map.of("limit", 3))).has("nextCursor")).isFalse();
    assertThat(data(list(Map.of("limit", 2))).has("nextCursor")).isTrue();
  }

  @Test
  void list_pagesAreStableWhilePaymentsAreMade() {
    var before = payLunches(7);
    var seen = new ArrayList<String>();
    var page = list(Map.of("limit", 3));
    seen.addAll(ids(page));
    while (data(page).has("nextCursor")) {
      server.advanceSeconds(1);
      server.pay(RENT);
      page = list(Map.of("limit", 3, "cursor", text(page, "nextCursor")));
      seen.addAll(ids(page));
    }

    assertThat(seen).isEqualTo(before);
  }

  @Test
  void list_paymentsOfOneInstant_arePagedWithoutGapOrRepeat() {
    for (int i = 0; i < 9; i++) {
      server.pay(with(LUNCH, "note", "Lunch " + i));
    }
    var seen = new ArrayList<String>();
    var page = list(Map.of("limit", 2));
    seen.addAll(ids(page));
    while (data(page).has("nextCursor")) {
      page = list(Map.of("limit", 2, "cursor", text(page, "nextCursor")));
      seen.addAll(ids(page));
    }

    assertThat(seen).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void list_ofAHundred_staysWithinTheCapAndLosesNothing() {
    var all = payLunches(100);
    var seen = new ArrayList<String>();
    int pages = 0;
    Reply page;
    Map<String, Object> arguments = Map.of("limit", 100);
    do {
      page = list(arguments);
      assertThat(page.text().length()).isLessThanOrEqualTo(25_000);
      assertThat(ids(page)).isNotEmpty();
      seen.addAll(ids(page));
      pages++;
      arguments =
          data(page).has("nextCursor")
              ? Map.of("limit", 100, "cursor", text(page, "nextCursor"))
              : Map.of();
    } while (!arguments.isEmpty());

    assertThat(seen).isEqualTo(all);
    assertThat(pages).isGreaterThan(1);
  }

  // payments_get

  @Test
  void get_showsOneWithItsHistory() {
    var asked = server.first(LUNCH);
    server.second(LUNCH, "000000");
    server.second(LUNCH, server.codeOf(asked));

    var got = server.byId("payments_get", paymentId(asked));

    assertThat(status(got)).isEqualTo("settled");
    var events = new ArrayList<String>();
    data(got).get("history").forEach(it -> events.add(it.get("event").asString()));
    assertThat(events)
        .containsExactly(
            "opened", "code_sent", "code_presented", "code_presented", "approved", "settled");
    assertThat(got.text()).doesNotContain("1234567890").doesNotContain(server.codeOf(asked));
  }

  @Test
  void get_findsByReference() {
    var paid = server.pay(LUNCH);

    var got = server.call("payments_get", Map.of("reference", text(paid, "reference")), ANA);

    assertThat(text(got, "paymentId")).isEqualTo(paymentId(paid));
  }

  @Test
  void get_wantsOneOfTheTwo() {
    var both = Map.of("paymentId", "pay_test_00000000", "reference", "TINY-1");

    assertThat(code(server.call("payments_get", both, ANA))).isEqualTo("INVALID_ARGUMENT");
    assertThat(code(server.call("payments_get", Map.of(), ANA))).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void get_askedForOftenEnough_keepsItsHistoryShort() {
    server.connector.pending();
    var pending = server.pay(LUNCH);
    for (int i = 0; i < 200; i++) {
      server.advance(Duration.ofHours(2));
      server.wiring.reconcile();
    }

    var got = server.byId("payments_get", paymentId(pending));

    assertThat(data(got).get("history").size()).isLessThanOrEqualTo(40);
    assertThat(data(got).get("history").get(0).get("event").asString()).isEqualTo("opened");
  }

  // payments_cancel

  @Test
  void cancel_closesTheChallengeAndTellsTheVerifier() {
    var asked = server.first(LUNCH);

    var cancelled = server.byId("payments_cancel", paymentId(asked));

    assertThat(status(cancelled)).isEqualTo("cancelled");
    assertThat(text(cancelled, "paymentId")).isEqualTo(paymentId(asked));
    assertThat(server.verifier.cancelled())
        .extracting(Challenge::id)
        .containsExactly(text(asked, "challengeId"));
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_NOT_STARTED");
    assertThat(server.sent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments_cancel", "payments_resend_code", "payments_get"})
  void auditEntry_namesThePayment(String tool) {
    var asked = server.first(LUNCH);

    server.byId(tool, paymentId(asked));

    assertThat(server.audit.last().tool()).isEqualTo(tool);
    assertThat(server.audit.last().paymentId()).isEqualTo(paymentId(asked));
  }

  @Test
  void cancel_twice_isTheSame() {
    var asked = server.first(LUNCH);
    var cancelled = server.byId("payments_cancel", paymentId(asked));

    assertThat(server.byId("payments_cancel", paymentId(asked)).text()).isEqualTo(cancelled.text());
    assertThat(server.verifier.cancelled()).hasSize(1);
  }

  @Test
  void cancel_ofWhatWasPaid_isRefused() {
    var paid = server.pay(LUNCH);

    var refused = server.byId("payments_cancel", paymentId(paid));

    assertThat(code(refused)).isEqualTo("PAYMENT_NOT_AWAITING_CODE");
    assertThat(message(refused)).contains("settled");
    assertThat(server.verifier.cancelled()).isEmpty();
  }

  @Test
  void cancel_ofWhatHasExpired_isRefused() {
    var asked = server.first(LUNCH);
    server.advance(Duration.ofMinutes(10));

    assertThat(message(server.byId("payments_cancel", paymentId(asked)))).contains("expired");
  }

  @Test
  void cancel_whenThePhoneIsNoLongerOnFile_stillCancels() {
    var asked = server.first(LUNCH);
    var phone = server.phones.remove("ana");

    var cancelled = server.byId("payments_cancel", paymentId(asked));

    assertThat(status(cancelled)).isEqualTo("cancelled");
    server.phones.put("ana", phone);
    assertThat(code(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("2FA_NOT_STARTED");
  }

  // payments_resend_code

  @Test
  void resend_within30Seconds_sendsNothing() {
    var asked = server.first(LUNCH);
    server.advanceSeconds(29);

    var again = server.byId("payments_resend_code", paymentId(asked));

    assertThat(again.text()).isEqualTo(asked.text());
    assertThat(server.verifier.sent()).hasSize(1);
  }

  @Test
  void resend_after30Seconds_answersAsAFirstTurn() {
    var asked = server.first(LUNCH);
    server.advanceSeconds(30);

    var again = server.byId("payments_resend_code", paymentId(asked));

    assertThat(again.text()).isEqualTo(asked.text());
    assertThat(server.verifier.sent()).hasSize(2);
    assertThat(status(server.second(LUNCH, server.codeOf(asked)))).isEqualTo("success");
  }

  @Test
  void resend_theSixthTime_isRateLimited() {
    var asked = server.first(LUNCH);
    for (int i = 0; i < 5; i++) {
      server.advanceSeconds(30);
      assertThat(status(server.byId("payments_resend_code", paymentId(asked))))
          .isEqualTo("2fa_required");
    }
    server.advanceSeconds(30);

    assertThat(code(server.byId("payments_resend_code", paymentId(asked))))
        .isEqualTo("RATE_LIMITED");
    assertThat(server.verifier.sent()).hasSize(6);
  }

  @Test
  void resend_ofWhatNoLongerAwaitsACode_isRefused() {
    var paid = server.pay(LUNCH);

    assertThat(code(server.byId("payments_resend_code", paymentId(paid))))
        .isEqualTo("PAYMENT_NOT_AWAITING_CODE");
  }

  @Test
  void resend_toAnotherPhoneThanTheFirst_isRefusedAndSendsNothing() {
    var asked = server.first(LUNCH);
    server.phones.put("ana", new PhoneNumber("+525599999999"));
    server.advanceSeconds(30);

    assertThat(code(server.byId("payments_resend_code", paymentId(asked))))
        .isEqualTo("PAYMENT_NOT_AWAITING_CODE");
    assertThat(server.verifier.sent()).hasSize(1);
  }

  // Two callers.

  @Test
  void paymentsOfAnother_areNotFoundAnywhere() {
    var paid = server.pay(LUNCH);
    var asked = server.first(RENT);
    var reference = text(paid, "reference");

    for (String id : List.of(paymentId(paid), paymentId(asked))) {
      for (String tool : List.of("payments_get", "payments_cancel", "payments_resend_code")) {
        var refused = server.call(tool, Map.of("paymentId", id), BRUNO);
        assertThat(code(refused)).as(tool).isEqualTo("PAYMENT_NOT_FOUND");
        assertThat(refused.text())
            .isEqualTo(server.call(tool, Map.of("paymentId", "pay_test_99999999"), BRUNO).text());
      }
    }
    var byReference = Map.of("reference", reference);
    assertThat(code(server.call("payments_get", byReference, BRUNO)))
        .isEqualTo("PAYMENT_NOT_FOUND");
    assertThat(code(server.call(STATUS, byReference, BRUNO)))
        .isEqualTo("TINY_TRANSACTION_NOT_FOUND");
    assertThat(code(server.call(REFUND, with(byReference, "reason", "Mine"), BRUNO)))
        .isEqualTo("TINY_TRANSACTION_NOT_FOUND");
    assertThat(ids(server.call("payments_list", Map.of(), BRUNO))).isEmpty();
    assertThat(ids(server.call("payments_list", byReference, BRUNO))).isEmpty();
    assertThat(server.stateOf(asked)).isEqualTo("awaiting_code");
  }

  @Test
  void cursorOfAnother_leadsIntoOnesOwnPayments() {
    payLunches(3);
    var cursor = text(list(Map.of("limit", 1)), "nextCursor");

    assertThat(ids(server.call("payments_list", Map.of("cursor", cursor), BRUNO))).isEmpty();
  }

  @Test
  void callerWhoseIdBeginsWithAnothers_isAnother() {
    var plain = TinyServer.caller("ana b", Locale.ENGLISH);
    server.phones.put("ana b", new PhoneNumber(TinyServer.ANAS_PHONE));
    server.pay(LUNCH, plain);

    assertThat(ids(list(Map.of()))).isEmpty();
  }
}
