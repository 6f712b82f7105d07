package io.mcp2p;

import org.jspecify.annotations.Nullable;

/**
 * What every answer of a payment tool holds, on both turns, besides what is the tool's own.
 *
 * @param status {@code 2fa_required}, {@code success}, {@code pending}, …
 * @param paymentId names the payment
 * @param amount minor units; absent, as the next two, where no money moves
 * @param amountFormatted the same for the eye
 * @param currency ISO 4217
 * @param summary what the code authorises
 * @param message what to do next
 * @param challengeId names the question put to the person
 * @param expiresAt when the code is no longer accepted
 * @param sentTo the phone, masked; absent if nothing is sent
 * @param attemptsLeft how many codes may still be tried
 * @param possibleDuplicateOf an equal payment of the last 24 hours
 * @param approvalUrl where the person can approve or decline, if there is a page
 * @param mode whether the money is real
 */
record PaymentData(
    String status,
    String paymentId,
    @Nullable Long amount,
    @Nullable String amountFormatted,
    @Nullable String currency,
    String summary,
    @Nullable String message,
    @Nullable String challengeId,
    @Nullable String expiresAt,
    @Nullable String sentTo,
    @Nullable Integer attemptsLeft,
    @Nullable String possibleDuplicateOf,
    @Nullable String approvalUrl,
    String mode) {}
