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
  static final Supplier<String> RANDOM_CODES =
      () -> Integer.toString(1_000_000 + RANDOM.nextInt(1_000_000)).substring(1);

  private final SmsSender sender;
  private final KeyedHash hash;
  private final boolean forOneProcess;
  private final Supplier<String> codes;

  // Which secret it was, so that a node with another one does not take a right code for a wrong
  // one.
  private final String secretId;

  private OwnCodes(
      SmsSender sender, KeyedHash hash, boolean forOneProcess, Supplier<String> codes) {
    this.sender = sender;
    this.hash = hash;
    this.forOneProcess = forOneProcess;
    this.codes = codes;
    this.secretId = hash.of("which secret").substring(0, 8);
  }

  static OwnCodes ofOneProcess(SmsSender sender) {
    return new OwnCodes(sender, KeyedHash.random(), true, RANDOM_CODES);
  }

  static OwnCodes under(byte[] secret, SmsSender sender, Supplier<String> codes) {
    return new OwnCodes(sender, KeyedHash.of(secret), false, codes);
  }

  @Override
  public NewCode newCode(Challenge challenge) {
    var code = codes.get();
    return new Made(challenge, code, secretId + "." + hash.of(challenge.id(), code));
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    var state = challenge.state();
    if (state == null) {
      return Verdict.WRONG_CODE;
    }
    if (!state.startsWith(secretId + ".")) {
      LOG.warn(
          "the code for {} was made under another secret: give Verifier.sms the same one on every"
              + " node and at every start",
          challenge);
      return Verdict.UNAVAILABLE;
    }
    return KeyedHash.same(state.substring(secretId.length() + 1), hash.of(challenge.id(), code))
        ? Verdict.APPROVED
        : Verdict.WRONG_CODE;
  }

  @Override
  public boolean isForOneProcess() {
    return forOneProcess;
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
