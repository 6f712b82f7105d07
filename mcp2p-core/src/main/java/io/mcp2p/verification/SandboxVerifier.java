package io.mcp2p.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same codes, written to the log instead of sent. */
final class SandboxVerifier implements LocalVerifier {
  // No secret, so that every process over one ledger knows the codes of the others. They are in the
  // log anyway.
  private static final byte[] KNOWN = "the sandbox keeps no secret at all".getBytes(UTF_8);

  private final OwnCodes codes;

  SandboxVerifier(Supplier<String> code) {
    this.codes = OwnCodes.under(KNOWN, new Log(), code);
  }

  @Override
  public NewCode newCode(Challenge challenge) {
    return codes.newCode(challenge);
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
