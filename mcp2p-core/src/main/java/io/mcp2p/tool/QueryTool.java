package io.mcp2p.tool;

/**
 * A tool that moves no money.
 *
 * @param <I> the record of its arguments
 * @param <O> the record of its data
 * @since 0.1
 */
public non-sealed interface QueryTool<I extends Record, O extends Record> extends Tool<I, O> {

  /**
   * Answers a call. Implementations are thread-safe. An exception is logged and answered as {@code
   * INTERNAL_ERROR}, with nothing of its message.
   */
  Answer<O> call(I input, ToolCall call);
}
