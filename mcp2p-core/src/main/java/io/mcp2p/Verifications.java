package io.mcp2p;

import io.mcp2p.ledger.Payment;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verifier, asked about payments. One that throws is one that cannot say. */
record Verifications(Verifier verifier) {
  private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);

  Verifier.Verdict check(Payment payment, PhoneNumber phone, String code) {
    var challenge = challenge(payment, phone);
    try {
      return verifier.check(challenge, code);
    } catch (RuntimeException e) {
      failed("check", challenge.id(), e);
      return Verifier.Verdict.UNAVAILABLE;
    }
  }

  /** Of a code that was accepted already the verifier has nothing to cancel. */
  void cancel(Payment closed, PhoneNumber phone) {
    if (closed.approvedApart()) {
      return;
    }
    try {
      verifier.cancel(challenge(closed, phone));
    } catch (RuntimeException e) {
      failed("cancel", closed.id().value(), e);
    }
  }

  /** An exception may quote the phone or the message, so an ordinary log gets its kind alone. */
  static void failed(String to, String what, RuntimeException e) {
    LOG.warn("verifier failed to {} for {}: {}", to, what, e.getClass().getName());
    LOG.debug("verifier failed to {} for {}", to, what, e);
  }

  static Challenge challenge(Payment payment, PhoneNumber phone) {
    var question = payment.question();
    return new Challenge(
        question.challengeId(),
        payment.caller(),
        phone,
        payment.amount(),
        payment.payee(),
        payment.summary(),
        Locale.forLanguageTag(question.locale()),
        question.expiresAt(),
        question.verifierState());
  }
}
