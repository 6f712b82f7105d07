package io.mcp2p.verification;

import java.util.regex.Pattern;

/** Approves whatever comes with something that looks like a code. */
final class NoVerifier implements LocalVerifier {
  private static final Pattern CODE = Pattern.compile("[0-9]{4,10}");

  private record Nothing(String state) implements NewCode {
    @Override
    public boolean send() {
      return true;
    }
  }

  @Override
  public NewCode newCode(Challenge challenge) {
    return new Nothing("none " + challenge.id());
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    boolean opened = ("none " + challenge.id()).equals(challenge.state());
    return opened && CODE.matcher(code).matches() ? Verdict.APPROVED : Verdict.WRONG_CODE;
  }

  @Override
  public String sentTo(Challenge challenge) {
    return "";
  }

  @Override
  public boolean isSandbox() {
    return true;
  }
}
