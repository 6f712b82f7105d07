package io.mcp2p;

import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.LocalVerifier;

/** The same for a verifier that checks codes itself, so that it stays one. */
record ObservedLocalVerifier(LocalVerifier verifier, ObservedVerifier observed)
    implements LocalVerifier {

  @Override
  public NewCode newCode(Challenge challenge) {
    var code = verifier.newCode(challenge);
    return new NewCode() {
      @Override
      public String state() {
        return code.state();
      }

      @Override
      public boolean send() {
        try (var activity = observed.begin("send")) {
          boolean sent = code.send();
          activity.outcome(sent ? "ok" : "not_sent", !sent);
          return sent;
        }
      }
    };
  }

  @Override
  public Sending send(Challenge challenge) {
    return observed.send(challenge);
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    return observed.check(challenge, code);
  }

  @Override
  public void cancel(Challenge challenge) {
    observed.cancel(challenge);
  }

  @Override
  public String sentTo(Challenge challenge) {
    return observed.sentTo(challenge);
  }

  @Override
  public boolean isForOneProcess() {
    return observed.isForOneProcess();
  }

  @Override
  public boolean isReady() {
    return observed.isReady();
  }

  @Override
  public boolean isSandbox() {
    return observed.isSandbox();
  }
}
