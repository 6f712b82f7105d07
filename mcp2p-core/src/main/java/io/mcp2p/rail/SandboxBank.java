package io.mcp2p.rail;

import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentOutcome;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bank behind every sandbox connector: no account, no network, and an outcome that the last two
 * digits of an amount choose.
 *
 * <ul>
 *   <li>{@code 01}: rejected
 *   <li>{@code 02}: pending, settled at the second look-up
 *   <li>{@code 03}: fails after the transfer has happened; a look-up finds it settled
 *   <li>{@code 04}: fails before anything has happened
 *   <li>{@code 05}: settled, and returned at the second look-up
 *   <li>anything else: settled
 * </ul>
 *
 * <p>Thread-safe. Keeps the last 100,000 transfers in memory. Sending a reference again returns
 * what was recorded for it, as a rail's duplicate guard does.
 *
 * @since 0.1
 */
public final class SandboxBank {
  private static final int CAPACITY = 100_000;

  private final Clock clock;
  private final String rejection;
  private final Map<String, Transfer> transfers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Transfer> eldest) {
          return size() > CAPACITY;
        }
      };

  private static final class Transfer {
    private final long script;
    private final Instant at;
    private int lookUps;

    Transfer(long script, Instant at) {
      this.script = script;
      this.at = at;
    }
  }

  /**
   * Opens a bank.
   *
   * @param rejection the rail's own reason code for an amount that ends in {@code 01}
   */
  public SandboxBank(Clock clock, String rejection) {
    this.clock = clock;
    this.rejection = rejection;
  }

  /**
   * Sends money.
   *
   * @throws IllegalStateException if {@code amount} ends in {@code 03}; the money has moved all the
   *     same
   */
  public synchronized PaymentOutcome send(String reference, Money amount) {
    var known = transfers.get(reference);
    if (known != null) {
      return standing(known);
    }
    long script = amount.minorUnits() % 100;
    if (script == 4) {
      return new PaymentOutcome.NotSent();
    }
    var transfer = new Transfer(script, now());
    transfers.put(reference, transfer);
    if (script == 3) {
      throw new IllegalStateException("the sandbox bank has sent it and does not answer");
    }
    return standing(transfer);
  }

  /** Looks a transfer up, which counts; empty if there is none. */
  public synchronized Optional<PaymentOutcome> lookUp(String reference) {
    var transfer = transfers.get(reference);
    if (transfer == null) {
      return Optional.empty();
    }
    transfer.lookUps++;
    return Optional.of(standing(transfer));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private PaymentOutcome standing(Transfer transfer) {
    boolean second = transfer.lookUps >= 2;
    if (transfer.script == 1) {
      return new PaymentOutcome.Rejected(rejection);
    }
    if (transfer.script == 2 && !second) {
      return PaymentOutcome.Pending.unknown();
    }
    if (transfer.script == 5 && second) {
      return new PaymentOutcome.Returned(now(), Map.of());
    }
    return PaymentOutcome.Settled.at(transfer.at);
  }
}
