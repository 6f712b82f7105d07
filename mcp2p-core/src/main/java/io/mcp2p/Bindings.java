package io.mcp2p;

import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.KeyedHash;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.verification.PhoneNumber;
import java.util.Locale;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ties a code to one payment: arguments, phone, payee and the code itself as keyed hashes. The
 * ledger knows them again by these, and holds none of them.
 */
final class Bindings {
  private static final ObjectWriter CANONICAL =
      Json.STRICT.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private final KeyedHash hash;

  Bindings(KeyedHash hash) {
    this.hash = hash;
  }

  /** Every argument but the code, in one canonical form, with who asks and for what. */
  <I extends Record & Approvable> String digest(String tool, I input, ToolCall call) {
    // A tree, because annotations of a host's record may say what is left out of it, and where.
    ObjectNode arguments = Json.STRICT.valueToTree(input);
    arguments.remove("verificationCode");
    // In ASCII, because as UTF-8 all halves of surrogate pairs would look alike.
    var canonical = CANONICAL.writeValueAsString(arguments);
    return hash.of("payment", call.caller().id(), call.mode().wire(), tool, canonical);
  }

  String phoneHash(PhoneNumber phone) {
    return hash.of("phone", phone.value());
  }

  String payeeHash(PaymentOperation operation) {
    return hash.of("payee", operation.rail(), operation.payee().destination());
  }

  String codeHash(Payment payment, String code) {
    return hash.of("code", payment.question().challengeId(), code);
  }

  /** Tells whether this is the phone that the code went to. */
  boolean isPhoneOf(Payment payment, PhoneNumber phone) {
    return payment.question().phoneHash().equals(phoneHash(phone));
  }

  /** Tells whether this is the code that was accepted. */
  boolean isCodeOf(Payment payment, String code) {
    var accepted = payment.question().codeHash();
    return accepted != null && KeyedHash.same(accepted, codeHash(payment, code));
  }

  /**
   * A host's directory may lead equal arguments to another account than when the person was asked.
   */
  boolean isWhatWasAsked(Payment open, PaymentOperation operation) {
    var asked = Locale.forLanguageTag(open.question().locale());
    return open.amount().equals(operation.amount())
        && open.payee().equals(operation.payee().masked())
        && KeyedHash.same(open.payeeHash(), payeeHash(operation))
        && open.summary().equals(operation.summary().in(asked));
  }
}
