package io.mcp2p.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mcp2p.payment.KeyedHash;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the codes of a person's app. Not a {@link LocalVerifier}: a right code is used up by the
 * check itself, whatever becomes of the payment.
 */
final class TotpVerifier implements Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(TotpVerifier.class);
  private static final int MIN_SECRET_BYTES = 16; // RFC 4226, 4, R6

  private final Totp totp;
  private final Function<Challenge, byte[]> secrets;
  private final UsedSteps usedSteps;
  private final Clock clock;

  TotpVerifier(Totp totp, Function<Challenge, byte[]> secrets, UsedSteps usedSteps, Clock clock) {
    this.totp = totp;
    this.secrets = Objects.requireNonNull(secrets, "secrets");
    this.usedSteps = Objects.requireNonNull(usedSteps, "usedSteps");
    this.clock = clock;
  }

  @Override
  public Sending send(Challenge challenge) {
    return new Sending.Sent(state(challenge));
  }

  private static String state(Challenge challenge) {
    return "totp " + challenge.id();
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    if (!state(challenge).equals(challenge.state())) {
      return Verdict.WRONG_CODE;
    }
    byte[] secret;
    try {
      secret = secrets.apply(challenge).clone();
    } catch (RuntimeException e) {
      LOG.warn("no secret for {}: {}", challenge, e.getClass().getName());
      return Verdict.UNAVAILABLE;
    }
    if (secret.length < MIN_SECRET_BYTES) {
      LOG.warn("a secret of fewer than {} bytes for {}", MIN_SECRET_BYTES, challenge);
      return Verdict.UNAVAILABLE;
    }
    return isRight(secret, code) ? Verdict.APPROVED : Verdict.WRONG_CODE;
  }

  private boolean isRight(byte[] secret, String code) {
    long now = Totp.step(clock.instant());
    boolean right = false;
    // All three every time, oldest first: how long it takes tells nothing, and whoever types the
    // older of two equal codes leaves the newer one usable.
    for (long step = now - 1; step <= now + 1; step++) {
      boolean same = KeyedHash.same(totp.code(secret, step), code);
      right |= same && !right && usedSteps.use(key(secret), step);
    }
    return right;
  }

  /** Names the secret, not the caller: who shares a secret shares its codes. */
  private String key(byte[] secret) {
    byte[] hash = totp.hmac(secret, "mcp2p used steps".getBytes(US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  @Override
  public String sentTo(Challenge challenge) {
    return "";
  }

  @Override
  public boolean isForOneProcess() {
    return !usedSteps.isShared();
  }
}
