package io.mcp2p.policy;

import io.mcp2p.payment.Limit;
import io.mcp2p.payment.Refusal;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a policy says of an operation.
 *
 * @since 0.1
 */
public sealed interface Verdict {

  /**
   * The operation may go on if the ledger can reserve {@code limits}.
   *
   * @param limits cumulative limits that the operation counts against
   * @param observed what an observe-only rule would have refused; for the log
   * @param codeRequired whether some rule asks for a code, whatever others say
   * @param withoutCode limits within which no code is asked for; none of them means that one is.
   *     Where one would be exceeded the operation is not refused, but needs a code
   */
  record Allowed(
      List<Limit> limits, List<Refusal> observed, boolean codeRequired, List<Limit> withoutCode)
      implements Verdict {
    /** Copies the lists. */
    public Allowed {
      limits = List.copyOf(limits);
      observed = List.copyOf(observed);
      withoutCode = List.copyOf(withoutCode);
    }

    /** A verdict that says nothing of codes, so that one is asked for. */
    public Allowed(List<Limit> limits, List<Refusal> observed) {
      this(limits, observed, false, List.of());
    }

    /** Tells whether the operation may go on without a code, within {@link #withoutCode}. */
    public boolean mayGoWithoutCode() {
      return !codeRequired && !withoutCode.isEmpty();
    }

    /** Returns a verdict that holds what both hold. */
    Allowed plus(Allowed other) {
      return new Allowed(
          Stream.concat(limits.stream(), other.limits.stream()).toList(),
          Stream.concat(observed.stream(), other.observed.stream()).toList(),
          codeRequired || other.codeRequired,
          Stream.concat(withoutCode.stream(), other.withoutCode.stream()).toList());
    }
  }

  /**
   * The operation must not go on.
   *
   * @param refusal why, with {@code details.rule}
   */
  record Refused(Refusal refusal) implements Verdict {}

  /** Returns a verdict that allows without a limit. */
  static Verdict allowed() {
    return new Allowed(List.of(), List.of());
  }

  /** Returns a verdict that allows within {@code limit}. */
  static Verdict within(Limit limit) {
    return new Allowed(List.of(limit), List.of());
  }
}
