package io.mcp2p.verification;

import java.time.Clock;
import java.util.function.Function;

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
   * Tells whether this process alone can check what it has sent, and not after a restart. A server
   * over a durable ledger, which other processes may share, does not build with such a verifier.
   */
  default boolean isForOneProcess() {
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
    return OwnCodes.ofOneProcess(sender);
  }

  /**
   * Returns the same verifier for several nodes that share {@code secret}.
   *
   * @throws IllegalArgumentException if the secret has fewer than 32 bytes
   */
  static Verifier sms(SmsSender sender, byte[] secret) {
    return OwnCodes.under(secret, sender, OwnCodes.RANDOM_CODES);
  }

  /**
   * Returns a verifier for codes that an app of the person's shows: RFC 6238 with HMAC-SHA-1, six
   * digits and 30 seconds, which every such app knows. A code of the step before or after the
   * present one is accepted, too. Nothing is sent, and the app does not show what is approved.
   *
   * @param secrets the host's directory: the secret that this challenge's caller shares with his
   *     app, at least 16 bytes (RFC 4226 advises 20) and no other caller's; it is asked at each
   *     code, and an exception means that the code cannot be checked
   * @param usedSteps remembers which codes were accepted, so that none approves two payments
   */
  static Verifier totp(Function<Challenge, byte[]> secrets, UsedSteps usedSteps) {
    return totp(secrets, usedSteps, Clock.systemUTC());
  }

  /** Returns the same verifier with the time of {@code clock}. */
  static Verifier totp(Function<Challenge, byte[]> secrets, UsedSteps usedSteps, Clock clock) {
    return new TotpVerifier(Totp.SIX_DIGITS, secrets, usedSteps, clock);
  }

  /**
   * Returns a verifier that asks nobody and sends nothing: every code of 4 to 10 digits is right.
   * For trying a client out; only a test server builds with it.
   */
  static Verifier none() {
    return new NoVerifier();
  }
}
