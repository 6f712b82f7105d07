package io.mcp2p.verification;

import io.mcp2p.payment.KeyedHash;
import io.mcp2p.payment.Text;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes that we make ourselves. A code sent again is a new one, and the earlier is void: only a
 * hash is kept, so there is nothing to send again.
 */
final class OwnCodes implements Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCodes.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  static final Supplier<String> RANDOM_CODES = () -> "%06d".formatted(RANDOM.nextInt(1_000_000));

  private final SmsSender sender;
  private final KeyedHash hash;
  private final Supplier<String> codes;

  OwnCodes(SmsSender sender, KeyedHash hash, Supplier<String> codes) {
    this.sender = sender;
    this.hash = hash;
    this.codes = codes;
  }

  @Override
  public Sending send(Challenge challenge) {
    var code = codes.get();
    var text =
        Text.of(
            "io.mcp2p.verification.messages",
            OwnCodes.class,
            "sms",
            Map.of("code", code, "summary", challenge.summary()));
    try {
      sender.send(challenge, code, text.in(challenge.locale()));
    } catch (RuntimeException e) {
      LOG.warn("code for {} not sent: {}", challenge, e.getClass().getName());
      return new Sending.NotSent();
    }
    return new Sending.Sent(hash.of(challenge.id(), code));
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    var state = challenge.state();
    return state != null && KeyedHash.same(state, hash.of(challenge.id(), code))
        ? Verdict.APPROVED
        : Verdict.WRONG_CODE;
  }
}
