package io.mcp2p.verification;

/**
 * A verifier that makes and checks its codes in this process. The payment flow then stores a code's
 * state together with the payment, before it is sent, and checks a code before it stores what came
 * of it: two commits less for each payment. Nothing is told of a check whose attempt was not
 * stored.
 *
 * <p>{@link #check} asks nobody, has no effect and takes no time to speak of: what one person
 * presents once may be checked several times, where several calls come at once.
 *
 * @since 0.1
 */
public interface LocalVerifier extends Verifier {

  /** A code that is made and not yet sent. It prints nothing of the code. */
  interface NewCode {

    /** Returns what {@link #check} will need; stored with the payment, so no code in clear. */
    String state();

    /**
     * Sends the code, at most once.
     *
     * @return whether it is on its way; an exception says that it is not
     */
    boolean send();
  }

  /** Makes a code for {@code challenge}, a first one or another that replaces it. */
  NewCode newCode(Challenge challenge);

  @Override
  default Sending send(Challenge challenge) {
    var code = newCode(challenge);
    return code.send() ? new Sending.Sent(code.state()) : new Sending.NotSent();
  }
}
