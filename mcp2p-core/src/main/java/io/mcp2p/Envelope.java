package io.mcp2p;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code {"data": …, "error": …}}: the one place where answers take their form on the wire. */
final class Envelope {
  /** The longest answer; a list that would be longer has a next page. */
  static final int MAX_CHARACTERS = 25_000;

  private final Mode mode;
  private final @Nullable ApprovalLinks links;

  Envelope(Mode mode, @Nullable ApprovalLinks links) {
    this.mode = mode;
    this.links = links;
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
      var payment = asked.payment();
      var data = codeRequired(payment, caller, links);
      return reply(new Wire(data, null), CODE_REQUIRED, payment.id().value(), payment);
    }
    if (turn instanceof Turn.Advised advised) {
      return advice(advised.advice(), caller);
    }
    var done = (Turn.Done) turn;
    var payment = done.payment();
    return switch (payment.state()) {
      case REJECTED -> refusal(tool.rejected(payment), payment, caller);
      case FAILED -> refusal(notSent(payment), payment, caller);
      default -> {
        var status = tool.status(payment.state());
        ObjectNode data = Json.ANSWERS.valueToTree(done(done, status, tool, caller));
        data.setAll(Json.ANSWERS.<ObjectNode>valueToTree(tool.data(payment)));
        // The audit log is to show which payments nobody was asked about.
        yield data(data, payment.withoutCode() ? status + WITHOUT_CODE : status, payment);
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
  private static final String WITHOUT_CODE = "_without_code";

  /** How much is moved; null if nothing is. */
  static @Nullable Money amount(Payment payment) {
    return payment.kind() == PaymentOperation.Kind.ACTION ? null : payment.amount();
  }

  static PaymentData codeRequired(Payment payment, Caller caller, @Nullable ApprovalLinks links) {
    var amount = amount(payment);
    var question = payment.question();
    return new PaymentData(
        CODE_REQUIRED,
        payment.id().value(),
        amount == null ? null : amount.minorUnits(),
        amount == null ? null : amount.formatted(),
        amount == null ? null : amount.currency().getCurrencyCode(),
        payment.summary(),
        howToGoOn(question.sentTo(), links != null).in(caller.locale()),
        question.challengeId(),
        question.expiresAt().toString(),
        question.sentTo().isEmpty() ? null : question.sentTo(),
        question.attemptsLeft(),
        duplicate(payment),
        links == null ? null : links.of(payment).toString(),
        payment.mode().wire());
  }

  private static Text howToGoOn(String sentTo, boolean hasPage) {
    if (sentTo.isEmpty()) {
      return CoreText.of(hasPage ? "turn.pageNotSent" : "turn.codeNotSent");
    }
    return CoreText.of(hasPage ? "turn.pageOffered" : "turn.codeRequired", Map.of("phone", sentTo));
  }

  private static PaymentData done(
      Turn.Done done, String status, PaymentTool<?, ?> tool, Caller caller) {
    var payment = done.payment();
    var amount = amount(payment);
    var stands =
        switch (payment.state()) {
          case PENDING -> CoreText.of("turn.pending", Map.of("tool", tool.statusTool()));
          case RETURNED -> CoreText.of("turn.returned");
          default -> tool.note(payment).orElse(null);
        };
    var message =
        Stream.of(done.repeats() ? CoreText.of("turn.repeats") : null, stands)
            .filter(Objects::nonNull)
            .map(it -> it.in(caller.locale()))
            .collect(Collectors.joining(" "));
    return new PaymentData(
        status,
        payment.id().value(),
        amount == null ? null : amount.minorUnits(),
        amount == null ? null : amount.formatted(),
        amount == null ? null : amount.currency().getCurrencyCode(),
        payment.summary(),
        message.isEmpty() ? null : message,
        null,
        null,
        null,
        null,
        duplicate(payment),
        null,
        payment.mode().wire());
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
    return reply(new Wire(data, null), outcome, paymentId(data), payment);
  }

  Reply refusal(Refusal refusal, @Nullable Payment payment, Caller caller) {
    var error = Json.ANSWERS.createObjectNode();
    error.put("code", refusal.code().value());
    error.put("message", refusal.message().in(caller.locale()));
    var details = error.putObject("details");
    details.put("retryable", refusal.code().retryable());
    refusal.details().forEach((name, value) -> details.set(name, Json.ANSWERS.valueToTree(value)));
    return reply(new Wire(null, error), refusal.code().value(), paymentId(details), payment);
  }

  /** Null if the answer is about no payment, or several. */
  private static @Nullable String paymentId(ObjectNode json) {
    return json.path("paymentId").stringValue(null);
  }

  /** What goes out: one of the two, and null in the place of the other. */
  private record Wire(
      @JsonInclude @Nullable Object data, @JsonInclude @Nullable ObjectNode error) {}

  private static Reply reply(
      Wire wire, String outcome, @Nullable String paymentId, @Nullable Payment payment) {
    var text = Json.ANSWERS.writeValueAsString(wire);
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalStateException("an answer of " + text.length() + " characters");
    }
    return new Reply(text, wire.error() != null, outcome, paymentId, payment);
  }
}
