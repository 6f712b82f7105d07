package io.mcp2p;

import io.mcp2p.telemetry.Telemetry;
import io.mcp2p.telemetry.Telemetry.Activity;
import io.mcp2p.telemetry.Telemetry.Part;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.LocalVerifier;
import io.mcp2p.verification.Verifier;
import java.util.Locale;

/** A verifier whose time is taken. */
record ObservedVerifier(Verifier verifier, Telemetry telemetry) implements Verifier {

  static Verifier of(Verifier verifier, Telemetry telemetry) {
    var observed = new ObservedVerifier(verifier, telemetry);
    return verifier instanceof LocalVerifier local
        ? new ObservedLocalVerifier(local, observed)
        : observed;
  }

  @Override
  public Sending send(Challenge challenge) {
    try (var activity = begin("send")) {
      var sending = verifier.send(challenge);
      boolean sent = sending instanceof Sending.Sent;
      activity.outcome(sent ? "ok" : "not_sent", !sent);
      return sending;
    }
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    try (var activity = begin("check")) {
      var verdict = verifier.check(challenge, code);
      activity.outcome(verdict.name().toLowerCase(Locale.ROOT), verdict == Verdict.UNAVAILABLE);
      return verdict;
    }
  }

  @Override
  public void cancel(Challenge challenge) {
    try (var activity = begin("cancel")) {
      verifier.cancel(challenge);
      activity.outcome("ok", false);
    }
  }

  @Override
  public String sentTo(Challenge challenge) {
    return verifier.sentTo(challenge);
  }

  @Override
  public boolean isForOneProcess() {
    return verifier.isForOneProcess();
  }

  @Override
  public boolean isReady() {
    return verifier.isReady();
  }

  @Override
  public boolean isSandbox() {
    return verifier.isSandbox();
  }

  Activity begin(String operation) {
    var activity = telemetry.part(Part.VERIFIER, operation);
    activity.outcome("unavailable", true); // unless it says otherwise
    return activity;
  }
}
