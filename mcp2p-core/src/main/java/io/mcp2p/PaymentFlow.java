package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Owner;
import io.mcp2p.ledger.Payment;
import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.policy.PolicyRequest;
import io.mcp2p.policy.Verdict;
import io.mcp2p.tool.Advice;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Order;
import io.mcp2p.tool.PaymentTool;
import io.mcp2p.tool.Plan;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.verification.PhoneNumber;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policy, then verification, then ledger, then the rail: the two turns of a payment. The first turn
 * opens a challenge; the second, with the same arguments and the code, claims the payment and calls
 * the rail, once.
 */
final class PaymentFlow {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentFlow.class);

  // Of equal payments, each less than a day after the one before, so many can be replayed.
  private static final int MAX_EQUAL = 20;

  private final PaymentPolicy policy;
  private final Function<Caller, @Nullable PhoneNumber> phones;
  private final PaymentLedger ledger;
  private final Bindings bindings;
  private final Challenges challenges;
  private final Claims claims;
  private final Closings closings;
  private final @Nullable UrlElicitation elicitation;

  PaymentFlow(
      PaymentPolicy policy,
      Function<Caller, @Nullable PhoneNumber> phones,
      PaymentLedger ledger,
      Bindings bindings,
      Challenges challenges,
      Claims claims,
      Closings closings,
      @Nullable UrlElicitation elicitation) {
    this.policy = policy;
    this.phones = phones;
    this.ledger = ledger;
    this.bindings = bindings;
    this.challenges = challenges;
    this.claims = claims;
    this.closings = closings;
    this.elicitation = elicitation;
  }

  /**
   * Where the client can open the page for the person, and they answer, this is both turns. Only
   * what was approved is worth the call again: of anything else that would ask for another code.
   */
  <I extends Record & Approvable> Turn turn(
      PaymentTool<I, ?> tool, I input, ToolCall call, Client client) {
    var turn = turn(tool, input, call, client.name());
    if (elicitation == null || !(turn instanceof Turn.CodeRequired asked)) {
      return turn;
    }
    // A call that is repeated only looks: nobody is asked to open the page a second time.
    boolean opened = asked.payment().createdAt().equals(call.now());
    if (!opened || !elicitation.isAnswered(asked.payment(), call.caller(), client)) {
      return turn;
    }
    var later = elicitation.later(call);
    var answered = ledger.find(asked.payment().id()).orElse(asked.payment());
    return answered.awaitsCall(later.now())
        ? turn(tool, input, later, client.name())
        : closings.answer(answered, later.now());
  }

  private <I extends Record & Approvable> Turn turn(
      PaymentTool<I, ?> tool, I input, ToolCall call, String client) {
    var phone = phones.apply(call.caller());
    if (phone == null) {
      return Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.noPhone");
    }
    var name = tool.spec().name();
    var digest = bindings.digest(name, input, call);
    var code = input.verificationCode();
    return code == null
        ? prepared(tool, input, call, it -> firstTurn(name, it, call, client, digest, phone))
        : secondTurn(tool, input, call, digest, phone, code);
  }

  /** Has the tool prepare its order; without one, the call ends here. */
  private static <I extends Record & Approvable> Turn prepared(
      PaymentTool<I, ?> tool, I input, ToolCall call, Function<Order, Turn> next) {
    var answer = tool.prepare(input, call);
    if (answer instanceof Answer.Refused<Plan> refused) {
      return Turn.refused(refused.refusal());
    }
    var plan = ((Answer.Ok<Plan>) answer).value();
    return plan instanceof Order order ? next.apply(order) : new Turn.Advised((Advice) plan);
  }

  private Turn firstTurn(
      String tool, Order order, ToolCall call, String client, String digest, PhoneNumber phone) {
    var verdict = judge(tool, order, call);
    return verdict instanceof Verdict.Allowed allowed
        ? challenges.open(tool, order, allowed, digest, call, client, phone)
        : Turn.refused(((Verdict.Refused) verdict).refusal());
  }

  /** What the code belongs to comes first: a code with other arguments is never merely ignored. */
  private <I extends Record & Approvable> Turn secondTurn(
      PaymentTool<I, ?> tool,
      I input,
      ToolCall call,
      String digest,
      PhoneNumber phone,
      String code) {
    var owner = call.owner();
    var latest = ledger.findByPhone(owner, bindings.phoneHash(phone));
    var same = latest.filter(it -> it.digest().equals(digest));
    if (same.isPresent() && same.get().isOpen(call.now())) {
      var open = same.get();
      var turn =
          prepared(
              tool, input, call, it -> redeem(tool.spec().name(), it, call, open, phone, code));
      // Whoever refused it, an equal call that was faster decides what this one is told.
      return turn instanceof Turn.Refused ? repeated(owner, digest, code).orElse(turn) : turn;
    }
    return repeated(owner, digest, code)
        .or(() -> same.map(it -> closings.noUse(it, call.now())))
        .or(
            () ->
                latest
                    .filter(it -> it.isOpen(call.now()))
                    .map(it -> closings.burn(it, call.now(), phone)))
        .orElseGet(() -> Turn.refused(ErrorCode.CODE_NOT_STARTED, "code.notStarted"));
  }

  private Turn redeem(
      String tool, Order order, ToolCall call, Payment open, PhoneNumber phone, String code) {
    if (!bindings.isWhatWasAsked(open, order.operation())) {
      return closings.burn(open, call.now(), phone);
    }
    // The limits are held since the first turn; a switch thrown since then still counts.
    if (judge(tool, order, call) instanceof Verdict.Refused refused) {
      return Turn.refused(refused.refusal());
    }
    return claims.check(open, order, call, phone, code);
  }

  /** What this very call, code included, has brought about before. */
  private Optional<Turn> repeated(Owner owner, String digest, String code) {
    var newest = ledger.findApproved(owner, digest).orElse(null);
    return Stream.iterate(newest, Objects::nonNull, this::equalBefore)
        .limit(MAX_EQUAL)
        .filter(it -> bindings.isCodeOf(it, code))
        .findFirst()
        .map(Turn.Done::new);
  }

  private @Nullable Payment equalBefore(Payment payment) {
    var before = payment.duplicateOf();
    return before == null ? null : ledger.find(before).orElse(null);
  }

  private Verdict judge(String tool, Order order, ToolCall call) {
    if (call.mode() == Mode.LIVE && !isLimited(order.operation())) {
      return new Verdict.Refused(CoreText.noLimit(order.operation().amount().currency()));
    }
    var verdict =
        policy.evaluate(
            new PolicyRequest(call.caller(), call.mode(), tool, order.operation(), call.now()));
    if (verdict instanceof Verdict.Allowed allowed) {
      allowed.observed().forEach(it -> LOG.warn("{} would be refused: {}", tool, it.code()));
    }
    return verdict;
  }

  /** Of a rail this is known when the server is built; of a host's tool, only now. */
  private boolean isLimited(PaymentOperation operation) {
    return operation.kind() != PaymentOperation.Kind.PAYMENT
        || policy.limits(operation.amount().currency());
  }

  /** Sends the code of an open challenge again, on request. */
  Turn resend(Payment payment, ToolCall call) {
    var phone = phones.apply(call.caller());
    if (phone == null) {
      return Turn.refused(ErrorCode.CODE_UNAVAILABLE, "code.noPhone");
    }
    return bindings.isPhoneOf(payment, phone)
        ? challenges.again(payment, call, phone)
        : Turn.notAwaiting(payment, call.now());
  }

  /** Gives up a payment that awaits its code, on request. */
  Payment cancel(Payment payment, ToolCall call) {
    return closings.cancel(payment, call, phones.apply(call.caller()));
  }
}
