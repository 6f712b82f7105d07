package io.mcp2p.ledger;

import java.util.Locale;

/**
 * Where a payment stands, and where it can go from there. Nothing else in mcp2p decides that.
 *
 * <pre>{@code
 * AWAITING_CODE ──────────────► PENDING ─► SETTLED ─► RETURNED
 *   │    │                        ▲ ├─────► RETURNED
 *   │    └─► AWAITING_CALL ───────┘ ├─────► REJECTED
 *   │              │                └─────► FAILED
 *   └──────────────┴─► CANCELLED, EXPIRED, BLOCKED; DECLINED from AWAITING_CODE only
 * }</pre>
 *
 * @since 0.1
 */
public enum PaymentState {
  /** Opened; a person has been asked, nobody has answered. */
  AWAITING_CODE,
  /**
   * Approved, but not in the agent's call: on the approval page, or by a policy that asks for no
   * code. Only the agent's call, repeated, can say what to send; until then nothing is.
   */
  AWAITING_CALL,
  /** Approved and claimed for the rail. Handed over or about to be; the outcome is not known. */
  PENDING,
  /** The rail says it is done. */
  SETTLED,
  /** It was done, and the money came back. */
  RETURNED,
  /** The rail refused, finally. */
  REJECTED,
  /** Proven not to have been handed over; nothing was paid. */
  FAILED,
  /** Given up before a code was accepted: on request, or because another challenge was opened. */
  CANCELLED,
  /** No right code came in time. */
  EXPIRED,
  /** The person refused. */
  DECLINED,
  /** Closed because of wrong codes, or because a code came with other arguments. */
  BLOCKED;

  /** Tells whether a payment may go from here to {@code next}. */
  public boolean canBecome(PaymentState next) {
    return switch (this) {
      case AWAITING_CODE ->
          switch (next) {
            case AWAITING_CALL, PENDING, CANCELLED, EXPIRED, DECLINED, BLOCKED -> true;
            default -> false;
          };
      case AWAITING_CALL ->
          switch (next) {
            case PENDING, CANCELLED, EXPIRED, BLOCKED -> true;
            default -> false;
          };
      case PENDING ->
          switch (next) {
            case SETTLED, REJECTED, FAILED, RETURNED -> true;
            default -> false;
          };
      case SETTLED -> next == RETURNED;
      default -> false;
    };
  }

  /** Tells whether a person approved the payment and the rail was, or may have been, called. */
  public boolean approved() {
    return switch (this) {
      case PENDING, SETTLED, RETURNED, REJECTED, FAILED -> true;
      default -> false;
    };
  }

  /** Tells whether a payment here can still be sent, if its time has not run out. */
  public boolean open() {
    return this == AWAITING_CODE || this == AWAITING_CALL;
  }

  /** Tells whether money has moved, or may have: what counts against a limit for good. */
  public boolean countsForLimits() {
    return this == PENDING || this == SETTLED || this == RETURNED;
  }

  /** Returns the state as it stands on the wire, {@code awaiting_code}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
