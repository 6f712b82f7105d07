package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.Advice;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.PaymentTool;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code {"data": …, "error": …}}: the one place where answers take their form on the wire. */
final class Envelope {
  /** The longest answer; a list that would be longer has a next page. */
  static final int MAX_CHARACTERS = 25_000;

  private final Mode mode;

  Envelope(Mode mode) {
    this.mode = mode;
  }

  <O extends Record> Reply answer(Answer<O> answer, Caller caller) {
    return answer instanceof Answer.Ok<O> ok
        ? data(Json.ANSWERS.valueToTree(ok.value()), "ok", null)
        : refusal(((Answer.Refused<O>) answer).refusal(), null, caller);
  }

  Reply turn(Turn turn, PaymentTool<?, ?> tool, Caller caller) {
    if (turn instanceof Turn.Refused refused) {
      return refusal(refused.refusal(), refused.payment(), caller);
    }
    if (turn instanceof Turn.CodeRequired asked) {
      return data(
          Json.ANSWERS.valueToTree(codeRequired(asked.payment(), caller)),
          CODE_REQUIRED,
          asked.payment());
    }
    if (turn instanceof Turn.Advised advised) {
      return advice(advised.advice(), caller);
    }
    var payment = ((Turn.Done) turn).payment();
    return switch (payment.state()) {
      case REJECTED -> refusal(tool.rejected(payment), payment, caller);
      case FAILED -> refusal(notSent(payment), payment, caller);
      default -> {
        var status = tool.status(payment.state());
        ObjectNode data = Json.ANSWERS.valueToTree(done(payment, status, tool, caller));
        data.setAll(Json.ANSWERS.<ObjectNode>valueToTree(tool.data(payment)));
        yield data(data, status, payment);
      }
    };
  }

  private Reply advice(Advice advice, Caller caller) {
    ObjectNode data = Json.ANSWERS.valueToTree(advice.data());
    data.put("status", advice.status());
    data.put("message", advice.message().in(caller.locale()));
    return data(data, advice.status(), null);
  }

  private static final String CODE_REQUIRED = "2fa_required";

  /** How much is moved; null if nothing is. */
  static @Nullable Money amount(Payment payment) {
    return payment.kind() == PaymentOperation.Kind.ACTION ? null : payment.amount();
  }

  static PaymentData codeRequired(Payment payment, Caller caller) {
    var amount = amount(payment);
    var question = payment.question();
    return new PaymentData(
        CODE_REQUIRED,
        payment.id().value(),
        amount == null ? null : amount.minorUnits(),
        amount == null ? null : amount.formatted(),
        amount == null ? null : amount.currency().getCurrencyCode(),
        payment.summary(),
        CoreText.of("turn.codeRequired", Map.of("phone", question.sentTo())).in(caller.locale()),
        question.challengeId(),
        question.expiresAt().toString(),
        question.sentTo(),
        question.attemptsLeft(),
        duplicate(payment));
  }

  private static PaymentData done(
      Payment payment, String status, PaymentTool<?, ?> tool, Caller caller) {
    var amount = amount(payment);
    var message =
        switch (payment.state()) {
          case PENDING -> CoreText.of("turn.pending", Map.of("tool", tool.statusTool()));
          case RETURNED -> CoreText.of("turn.returned");
          default -> tool.note(payment).orElse(null);
        };
    return new PaymentData(
        status,
        payment.id().value(),
        amount == null ? null : amount.minorUnits(),
        amount == null ? null : amount.formatted(),
        amount == null ? null : amount.currency().getCurrencyCode(),
        payment.summary(),
        text(message, caller),
        null,
        null,
        null,
        null,
        duplicate(payment));
  }

  private static @Nullable String text(@Nullable Text text, Caller caller) {
    return text == null ? null : text.in(caller.locale());
  }

  private static @Nullable String duplicate(Payment payment) {
    PaymentId other = payment.duplicateOf();
    return other == null ? null : other.value();
  }

  private static Refusal notSent(Payment payment) {
    return Refusal.of(ErrorCode.CONNECTOR_UNAVAILABLE, CoreText.of("rail.notSent"))
        .with("paymentId", payment.id().value());
  }

  Reply internalError(String correlationId, Caller caller) {
    var refusal =
        Refusal.of(ErrorCode.INTERNAL_ERROR, CoreText.of("internal"))
            .with("correlationId", correlationId);
    return refusal(refusal, null, caller);
  }

  private Reply data(ObjectNode data, String outcome, @Nullable Payment payment) {
    data.put("mode", mode.wire());
    var json = Json.ANSWERS.createObjectNode();
    json.set("data", data);
    json.putNull("error");
    return reply(json, false, outcome, payment);
  }

  Reply refusal(Refusal refusal, @Nullable Payment payment, Caller caller) {
    var json = Json.ANSWERS.createObjectNode();
    json.putNull("data");
    var error = json.putObject("error");
    error.put("code", refusal.code().value());
    error.put("message", refusal.message().in(caller.locale()));
    var details = error.putObject("details");
    details.put("retryable", refusal.code().retryable());
    refusal.details().forEach((name, value) -> details.set(name, Json.ANSWERS.valueToTree(value)));
    return reply(json, true, refusal.code().value(), payment);
  }

  private static Reply reply(
      ObjectNode json, boolean isError, String outcome, @Nullable Payment payment) {
    var text = Json.ANSWERS.writeValueAsString(json);
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalStateException("an answer of " + text.length() + " characters");
    }
    return new Reply(json, text, isError, outcome, payment);
  }
}
