package io.mcp2p.verification;

import io.mcp2p.payment.KeyedHash;

/**
 * Brings a one-time code to a person, and says whether the code that came back is the right one.
 * That a code is for one payment only, that it is counted, expires and is consumed once, is not the
 * verifier's concern: the payment flow and the ledger see to it.
 *
 * <p>Implementations are thread-safe, bound their own time, and keep nothing in memory: what {@link
 * #check} needs, {@link #send} returns as state, which the ledger keeps, so that another node can
 * check. An exception from a verifier counts as unavailable. One that asks nobody should be a
 * {@link LocalVerifier}, which costs fewer commits.
 *
 * @since 0.1
 */
public interface Verifier {

  /** What became of sending a code. */
  sealed interface Sending {
    /**
     * The code is on its way.
     *
     * @param state what {@link #check} will need; stored with the payment, so no code in clear
     */
    record Sent(String state) implements Sending {}

    /** The code was not sent. */
    record NotSent() implements Sending {}
  }

  /** What a verifier says of a code. */
  enum Verdict {
    /** It is the right one. */
    APPROVED,
    /** It is not the right one. */
    WRONG_CODE,
    /** It came too late for the verifier. */
    EXPIRED,
    /** The verifier itself has seen too many wrong codes. */
    TOO_MANY_ATTEMPTS,
    /** The person refused. */
    DECLINED,
    /** The verifier cannot say; the attempt is lost, nothing else. */
    UNAVAILABLE
  }

  /** Sends a code for {@code challenge}, a first one or another that replaces it. */
  Sending send(Challenge challenge);

  /**
   * Checks a code against a challenge that was sent.
   *
   * @param code 4 to 10 digits; never logged
   */
  Verdict check(Challenge challenge, String code);

  /** Tells the verifier that the challenge is closed without a payment. */
  default void cancel(Challenge challenge) {}

  /**
   * Says where the code goes, for people to read and masked; empty if nothing is sent because the
   * person has the code already. It is asked before {@link #send}, and has no effect.
   */
  default String sentTo(Challenge challenge) {
    return challenge.phone().masked();
  }

  /**
   * Tells whether codes can be sent, for a readiness probe. Answers within a second, from what is
   * known already if asking takes longer.
   */
  default boolean isReady() {
    return true;
  }

  /** Tells whether this verifier asks nobody: a live server does not build with it. */
  default boolean isSandbox() {
    return false;
  }

  /**
   * Returns a verifier that sends nothing: it writes {@code code 123456 for <summary> to <masked
   * phone>} to the log {@code mcp2p.sandbox}. The code is random; any process over the same ledger
   * can check it.
   */
  static Verifier sandbox() {
    return new SandboxVerifier(OwnCodes.RANDOM_CODES);
  }

  /**
   * Returns a sandbox verifier whose code is always {@code code}.
   *
   * @throws IllegalArgumentException if {@code code} is not six digits
   */
  static Verifier sandbox(String code) {
    if (!code.matches("[0-9]{6}")) {
      throw new IllegalArgumentException("a sandbox code is six digits");
    }
    return new SandboxVerifier(() -> code);
  }

  /**
   * Returns a verifier that sends six random digits through the host's own gateway. They are kept
   * only as a keyed hash, under a secret that ends with this process; {@link #sms(SmsSender,
   * byte[])} lets another node check them.
   */
  static Verifier sms(SmsSender sender) {
    return new OwnCodes(sender, KeyedHash.random(), OwnCodes.RANDOM_CODES);
  }

  /**
   * Returns the same verifier for several nodes that share {@code secret}.
   *
   * @throws IllegalArgumentException if the secret has fewer than 32 bytes
   */
  static Verifier sms(SmsSender sender, byte[] secret) {
    return new OwnCodes(sender, KeyedHash.of(secret), OwnCodes.RANDOM_CODES);
  }
}
