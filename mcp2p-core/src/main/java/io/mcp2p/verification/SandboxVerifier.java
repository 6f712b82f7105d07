package io.mcp2p.verification;

import io.mcp2p.payment.KeyedHash;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same codes, written to the log instead of sent. */
final class SandboxVerifier implements Verifier {
  private final OwnCodes codes;

  SandboxVerifier(Supplier<String> code) {
    this.codes = new OwnCodes(new Log(), KeyedHash.random(), code);
  }

  @Override
  public Sending send(Challenge challenge) {
    return codes.send(challenge);
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    return codes.check(challenge, code);
  }

  @Override
  public boolean isSandbox() {
    return true;
  }

  /** Where the sandbox verifier's messages go: the one place where a code is logged. */
  private static final class Log implements SmsSender {
    private static final Logger LOG = LoggerFactory.getLogger("mcp2p.sandbox");

    @Override
    public void send(Challenge challenge, String code, String text) {
      LOG.info("code {} for {} to {}", code, challenge.summary(), challenge.phone().masked());
    }
  }
}
