package io.mcp2p.verification;

import io.mcp2p.payment.Money;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One question to one person: may this payment be made?
 *
 * @param id names the challenge; it is another one for every payment
 * @param caller id of the caller for whom the payment is made
 * @param phone where the code goes
 * @param amount what is to be paid; {@link Money#none()} if no money moves
 * @param payee who is to be paid, masked
 * @param summary what the code authorises, in the person's language
 * @param locale the person's language
 * @param expiresAt when a code is no longer accepted
 * @param state what the verifier returned when it last sent a code; null before the first
 * @since 0.1
 */
public record Challenge(
    String id,
    String caller,
    PhoneNumber phone,
    Money amount,
    String payee,
    String summary,
    Locale locale,
    Instant expiresAt,
    @Nullable String state) {

  @Override
  public String toString() {
    return "Challenge[" + id + " to " + phone + "]";
  }
}
