package io.mcp2p.verification.twilio;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether Twilio works for us, from what it last answered. A failure is forgotten after half a
 * minute, because a node that is said to be unready gets no calls by which it could learn better.
 */
final class Health {
  private static final long REMEMBERED = Duration.ofSeconds(30).toNanos();

  // These concern one person's number or code; what else is refused, is refused to everybody.
  private static final Set<Integer> OF_ONE_PERSON =
      Set.of(60200, 60202, 60203, 60205, 60212, 60410, 60605);

  private final LongSupplier nanoTime;
  private volatile @Nullable Long failedAt;

  Health(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Notes how a code was asked to be sent. */
  void sending(Answer answer) {
    boolean works =
        answer instanceof Answer.Done
            || (answer instanceof Answer.Refused refused && OF_ONE_PERSON.contains(refused.code()));
    failedAt = works ? null : Long.valueOf(nanoTime.getAsLong());
  }

  /** Notes how a code was checked, or given up: one that is not found has merely ended. */
  void asking(Answer answer) {
    if (!(answer instanceof Answer.Refused refused && refused.status() == 404)) {
      sending(answer);
    }
  }

  boolean isGood() {
    var failed = failedAt;
    return failed == null || nanoTime.getAsLong() - failed >= REMEMBERED;
  }
}
