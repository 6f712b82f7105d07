package io.mcp2p.tck;

import java.util.List;

/**
 * A bank that does as {@link ConnectorContract} tells it: a stand-in of a connector's author, or a
 * test system of the bank's. When a test begins, it {@linkplain Conduct#ANSWERS answers} every
 * call. A conduct that it cannot be brought to is left out by {@link
 * org.junit.jupiter.api.Assumptions#abort(String)}, so that the report shows what was not proven.
 *
 * @since 0.1
 */
public interface SteeredBank extends AutoCloseable {

  /** Meets such calls so, from now on, until the test ends or this is called again. */
  void meet(BankCall calls, Conduct conduct) throws Exception;

  /**
   * Returns the references of the payments, or of the refunds, that were taken in this test. One
   * that was taken twice is there twice; what was refused is not there.
   *
   * @param calls payments or refunds
   */
  List<String> taken(BankCall calls) throws Exception;

  /** Returns the code of a refusal, as the connector is to report it; empty if there is none. */
  String refusalCode();

  /** Ends what the test began; nothing, unless overridden. */
  @Override
  default void close() {}
}
