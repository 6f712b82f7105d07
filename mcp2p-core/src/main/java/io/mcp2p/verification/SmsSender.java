package io.mcp2p.verification;

/**
 * The host's own gateway for messages.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SmsSender {

  /**
   * Sends a code. Returns when the gateway has accepted it; any exception means that it was not
   * sent. Implementations are thread-safe, bound their own time and do not log the code.
   *
   * @param challenge to whom, for what and in which language
   * @param code six digits
   * @param text a ready message: the code and what it authorises, in the person's language
   */
  void send(Challenge challenge, String code, String text);
}
