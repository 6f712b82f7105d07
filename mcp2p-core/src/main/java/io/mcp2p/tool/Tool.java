package io.mcp2p.tool;

import java.util.function.BiFunction;

/**
 * Something that an agent can call. Arguments arrive as a record that has passed its constraints;
 * the caller holds the tool's scope. Either a {@link QueryTool}, which answers at once, or a {@link
 * PaymentTool}, which a person must approve.
 *
 * @param <I> the record of its arguments
 * @param <O> the record of its data
 * @since 0.1
 */
public sealed interface Tool<I extends Record, O extends Record> permits QueryTool, PaymentTool {

  /** Returns how the tool presents itself; always the same. */
  ToolSpec<I, O> spec();

  /** Returns a tool made of a description and a function. */
  static <I extends Record, O extends Record> QueryTool<I, O> of(
      ToolSpec<I, O> spec, BiFunction<? super I, ? super ToolCall, Answer<O>> function) {
    return new FunctionTool<>(spec, function);
  }
}

record FunctionTool<I extends Record, O extends Record>(
    ToolSpec<I, O> spec, BiFunction<? super I, ? super ToolCall, Answer<O>> function)
    implements QueryTool<I, O> {

  @Override
  public Answer<O> call(I input, ToolCall call) {
    return function.apply(input, call);
  }
}
