package io.mcp2p.telemetry;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Backlog;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Told what a server does while it does it. What is told is bounded and names nobody: no caller, no
 * payment, no amount.
 *
 * <p>Implementations are thread-safe, quick, and never throw.
 *
 * @since 0.1
 */
public interface Telemetry {

  /** A part of a call that waits for something outside the server. */
  enum Part {
    /** The ledger's store. */
    LEDGER,
    /** Who brings codes to people and checks them. */
    VERIFIER,
    /** The bank or provider behind a rail. */
    CONNECTOR
  }

  /** Something that lasts; ended on the thread that began it. */
  interface Activity extends AutoCloseable {
    /**
     * Says how it went.
     *
     * @param outcome one of few words: {@code ok}, the status of a payment, an error code
     * @param failed whether an operator may want to know
     */
    void outcome(String outcome, boolean failed);

    @Override
    void close();
  }

  /**
   * Begins the call of a tool.
   *
   * @param meta what the client sent with the call; {@code traceparent} and {@code tracestate} of
   *     the W3C's trace context are looked for there
   */
  Activity call(String tool, Mode mode, Map<String, String> meta);

  /**
   * Begins a part of a call.
   *
   * @param what the operation, or the rail and the operation; one of few
   */
  Activity part(Part part, String what);

  /**
   * Says that somebody was asked to approve a payment, or what came of it.
   *
   * @param result {@code asked}, {@code not_asked}, {@code given}, or the state in which it ended
   */
  void approval(String rail, String result);

  /** Is given, once, where to ask for what is pending; asking may throw. */
  void pending(Mode mode, Supplier<Backlog> source);

  /** Returns {@code work}, which another thread will do as a part of what this one does. */
  <T> Callable<T> carried(Callable<T> work);

  /** Returns the telemetry that listens to nothing. */
  static Telemetry none() {
    return NoTelemetry.INSTANCE;
  }
}
