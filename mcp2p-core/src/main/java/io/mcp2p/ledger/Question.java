package io.mcp2p.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The question put to a person about one payment, as the ledger keeps it. Immutable.
 *
 * @param challengeId names the question
 * @param phoneHash keyed hash of the phone number, by which the one open challenge is found
 * @param sentTo where the code went, masked; empty if nothing was sent
 * @param locale language tag of the person
 * @param expiresAt when a code is no longer accepted
 * @param sends how often a code was sent, the first time included
 * @param lastSentAt when last
 * @param attemptsLeft how many codes may still be checked
 * @param verifierState what the verifier needs to check a code; null until one was sent
 * @param codeHash keyed hash of the code that was accepted, for the replay of a repeated call; null
 *     before
 * @since 0.1
 */
public record Question(
    String challengeId,
    String phoneHash,
    String sentTo,
    String locale,
    Instant expiresAt,
    int sends,
    Instant lastSentAt,
    int attemptsLeft,
    @Nullable String verifierState,
    @Nullable String codeHash) {

  /** Checks that everything is there. */
  public Question {
    Objects.requireNonNull(challengeId, "challengeId");
    Objects.requireNonNull(phoneHash, "phoneHash");
    Objects.requireNonNull(sentTo, "sentTo");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Objects.requireNonNull(lastSentAt, "lastSentAt");
  }

  /** Returns a challenge whose code is about to be sent for the first time. */
  public static Question first(
      String challengeId,
      String phoneHash,
      String sentTo,
      String locale,
      Instant now,
      Instant expiresAt,
      int attempts) {
    return new Question(
        challengeId, phoneHash, sentTo, locale, expiresAt, 1, now, attempts, null, null);
  }

  Question sendingAgain(Instant now) {
    return with(sends + 1, now, attemptsLeft, verifierState, codeHash);
  }

  Question sent(String state) {
    return with(sends, lastSentAt, attemptsLeft, state, codeHash);
  }

  Question attemptTaken() {
    return with(sends, lastSentAt, attemptsLeft - 1, verifierState, codeHash);
  }

  /** What the verifier kept is of no more use once a code was accepted. */
  Question accepted(String hash) {
    return with(sends, lastSentAt, attemptsLeft, null, hash);
  }

  private Question with(
      int sends,
      Instant lastSentAt,
      int attemptsLeft,
      @Nullable String verifierState,
      @Nullable String codeHash) {
    return new Question(
        challengeId,
        phoneHash,
        sentTo,
        locale,
        expiresAt,
        sends,
        lastSentAt,
        attemptsLeft,
        verifierState,
        codeHash);
  }
}
