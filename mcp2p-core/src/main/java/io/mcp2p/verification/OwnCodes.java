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
final class OwnCodes implements LocalVerifier {
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
  public NewCode newCode(Challenge challenge) {
    var code = codes.get();
    return new Made(challenge, code, hash.of(challenge.id(), code));
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    var state = challenge.state();
    return state != null && KeyedHash.same(state, hash.of(challenge.id(), code))
        ? Verdict.APPROVED
        : Verdict.WRONG_CODE;
  }

  /** Not a record, which would print the code. */
  private final class Made implements NewCode {
    private final Challenge challenge;
    private final String code;
    private final String state;

    Made(Challenge challenge, String code, String state) {
      this.challenge = challenge;
      this.code = code;
      this.state = state;
    }

    @Override
    public String state() {
      return state;
    }

    @Override
    public boolean send() {
      var text =
          Text.of(
              "io.mcp2p.verification.messages",
              OwnCodes.class,
              "sms",
              Map.of("code", code, "summary", challenge.summary()));
      try {
        sender.send(challenge, code, text.in(challenge.locale()));
        return true;
      } catch (RuntimeException e) {
        LOG.warn("code for {} not sent: {}", challenge, e.getClass().getName());
        return false;
      }
    }
  }
}
