package io.mcp2p.tool;

import io.mcp2p.payment.Refusal;
import java.util.function.Function;

/**
 * What a tool says: a value, or why not.
 *
 * @param <T> the value
 * @since 0.1
 */
public sealed interface Answer<T> {

  /**
   * The call succeeded.
   *
   * @param value what was asked for
   * @param <T> the value's type
   */
  record Ok<T>(T value) implements Answer<T> {}

  /**
   * The call was refused.
   *
   * @param refusal why
   * @param <T> the type that the value would have had
   */
  record Refused<T>(Refusal refusal) implements Answer<T> {}

  /** Returns an answer that holds {@code value}. */
  static <T> Answer<T> of(T value) {
    return new Ok<>(value);
  }

  /** Returns an answer that refuses. */
  static <T> Answer<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** Goes on with the value, if there is one. */
  default <R> Answer<R> then(Function<? super T, Answer<R>> next) {
    return this instanceof Ok<T> ok
        ? next.apply(ok.value())
        : new Refused<>(((Refused<T>) this).refusal());
  }
}
