package io.mcp2p.verification.twilio;

/** What came of one request to Twilio. It prints nothing of the person or the code. */
sealed interface Answer {

  /**
   * Twilio did it.
   *
   * @param sid of the verification
   * @param status of the verification, as Twilio words it
   * @param sendings how often its code was sent so far; 0 where that was not asked
   */
  record Done(String sid, String status, int sendings) implements Answer {}

  /**
   * Twilio refused.
   *
   * @param status of HTTP
   * @param code Twilio's own; 0 if it gave none
   */
  record Refused(int status, int code) implements Answer {}

  /**
   * Whether Twilio did it is not known.
   *
   * @param why the kind of failure, without its message
   */
  record Unknown(String why) implements Answer {}

  /** Says for the log what happened and what to look at. */
  default String inWords() {
    if (this instanceof Done done) {
      return "the verification is " + done.status();
    }
    if (this instanceof Unknown unknown) {
      return "no answer (" + unknown.why() + ")";
    }
    var refused = (Refused) this;
    return "HTTP " + refused.status() + ", error " + refused.code() + ": " + meaning(refused);
  }

  // https://www.twilio.com/docs/api/errors
  private static String meaning(Refused refused) {
    return switch (refused.code()) {
      case 20404 -> "not found: it has ended, or there is no such service";
      case 20429 -> "too many requests of this account";
      case 60200 -> "a parameter is invalid, such as a number that does not exist";
      case 60202 -> "too many wrong codes";
      case 60203 -> "the code was sent too often";
      case 60205 -> "a land line gets no messages";
      case 60206 -> "the service is in PSD2 mode: call psd2()";
      case 60212 -> "too many requests for this number at once";
      case 60214 -> "no calls in PSD2 mode";
      case 60410 -> "Twilio blocks this number or its prefix, to protect from fraud";
      case 60605 -> "the number's country is blocked by the service's geo permissions";
      default ->
          refused.status() == 401 || refused.status() == 403
              ? "the credentials are wrong, or may not do this"
              : "see https://www.twilio.com/docs/api/errors/" + refused.code();
    };
  }
}
