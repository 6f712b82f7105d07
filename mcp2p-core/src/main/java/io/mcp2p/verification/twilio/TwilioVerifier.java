package io.mcp2p.verification.twilio;

import io.mcp2p.payment.Money;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.Verifier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes that Twilio Verify (v2) makes, sends and checks. Needs {@code com.twilio.sdk:twilio} on the
 * class path. Thread-safe; keeps no code, and nothing in memory but whether Twilio worked last.
 *
 * <p>Twilio has one verification for each service and destination, and sends the code of one that
 * is still open again when another is asked for. So that a code stands for one payment, it is
 * checked by the id of the verification that was started for this very challenge; a verification
 * that was open already, for another caller with the same phone or because an answer was lost, is
 * cancelled and a new one is started.
 *
 * @since 0.1
 */
public final class TwilioVerifier implements Verifier {
  /** How a code reaches the person. */
  public enum Channel {
    /** A text message. */
    SMS,
    /** A WhatsApp message. */
    WHATSAPP,
    /** A voice call. */
    CALL,
    /** An e-mail, to the address that {@link Builder#emails} gives. */
    EMAIL;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TwilioVerifier.class);
  private static final Pattern CODE = Pattern.compile("[0-9]{4,10}");
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{3,189}");
  private static final Pattern VERIFICATION = Pattern.compile("VE[0-9a-fA-F]{32}");

  private final String service;
  private final VerifyApi api;
  private final Health health;
  private final Function<Challenge, Channel> channels;
  private final @Nullable Function<Challenge, String> emails;
  private final @Nullable String locale;
  private final @Nullable String friendlyName;
  private final boolean psd2;

  private TwilioVerifier(Builder from, VerifyApi api) {
    this.service = from.service;
    this.api = api;
    this.health = new Health(from.nanoTime);
    this.channels = from.channels;
    this.emails = from.emails;
    this.locale = from.locale;
    this.friendlyName = from.friendlyName;
    this.psd2 = from.psd2;
  }

  /**
   * Starts a configuration.
   *
   * @param sid an account's SID ({@code AC…}), or better the SID of an API key ({@code SK…}), which
   *     can be revoked by itself
   * @param secret the account's auth token, or the API key's secret
   * @param serviceSid the Verify service ({@code VA…}); its codes live ten minutes
   * @throws IllegalArgumentException if one of them does not look like that; the message repeats
   *     none
   */
  public static Builder builder(String sid, String secret, String serviceSid) {
    return new Builder(sid, secret, serviceSid);
  }

  @Override
  public Sending send(Challenge challenge) {
    var start = start(challenge);
    if (start == null) {
      LOG.warn("no destination for {} that Twilio could send a code to", challenge);
      return new Sending.NotSent();
    }
    var ours = verification(challenge);
    var twilio = api.begin();
    var answer = twilio.start(start);
    if (answer instanceof Answer.Done done && isVerification(done) && !isOurs(done, ours)) {
      LOG.info("a code that is not for {} was open: it is cancelled, a new one sent", challenge);
      var cancelled = twilio.cancel(done.sid());
      answer = isOver(cancelled) ? twilio.start(start) : cancelled;
    }
    health.sending(answer);
    // Somebody else may be faster between the two; then it is his, and the person asks again.
    if (answer instanceof Answer.Done done
        && done.status().equals("pending")
        && isOurs(done, ours)) {
      return new Sending.Sent(String.join(" ", challenge.id(), service, done.sid()));
    }
    LOG.warn("Twilio sent no code for {}: {}", challenge, answer.inWords());
    return new Sending.NotSent();
  }

  private @Nullable String verification(Challenge challenge) {
    var state = challenge.state();
    var prefix = challenge.id() + " " + service + " ";
    return state != null && state.startsWith(prefix) ? state.substring(prefix.length()) : null;
  }

  /** Ours if it was before, or if this was the first sending of its code. */
  private static boolean isOurs(Answer.Done done, @Nullable String ours) {
    return isVerification(done) && (done.sid().equals(ours) || done.sendings() == 1);
  }

  private static boolean isVerification(Answer.Done done) {
    return VERIFICATION.matcher(done.sid()).matches();
  }

  private static boolean isOver(Answer cancelled) {
    return cancelled instanceof Answer.Done
        || (cancelled instanceof Answer.Refused refused && refused.status() == 404);
  }

  private VerifyApi.@Nullable Start start(Challenge challenge) {
    var channel = channels.apply(challenge);
    var to = channel == Channel.EMAIL ? email(challenge) : challenge.phone().value();
    return to == null
        ? null
        : new VerifyApi.Start(
            to, channel.wire(), locale(challenge), friendlyName, linked(challenge));
  }

  private @Nullable String email(Challenge challenge) {
    var address = emails == null ? null : emails.apply(challenge);
    return address != null && EMAIL.matcher(address).matches() ? address : null;
  }

  private String locale(Challenge challenge) {
    if (locale != null) {
      return locale;
    }
    var language = challenge.locale().getLanguage();
    // Of Portuguese Twilio has both; people here are in Brazil.
    return language.equals("pt") && !challenge.locale().getCountry().equals("PT")
        ? "pt-BR"
        : language.isEmpty() ? "en" : language;
  }

  private VerifyApi.@Nullable Linked linked(Challenge challenge) {
    if (!psd2) {
      return null;
    }
    var amount = challenge.amount();
    return new VerifyApi.Linked(
        amount.equals(Money.none()) ? "0" : amount.formatted(), challenge.payee());
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    var state = challenge.state();
    if (state == null || !state.startsWith(challenge.id() + " ")) {
      return Verdict.WRONG_CODE;
    }
    var verification = verification(challenge);
    if (verification == null) {
      LOG.warn("{} was sent by another Verify service than {}", challenge, service);
      return Verdict.UNAVAILABLE;
    }
    if (!CODE.matcher(code).matches()) {
      return Verdict.WRONG_CODE;
    }
    var answer = api.begin().check(verification, code, linked(challenge));
    health.asking(answer);
    var verdict = verdict(answer, verification);
    if (verdict == Verdict.UNAVAILABLE) {
      LOG.warn("Twilio did not check the code for {}: {}", challenge, answer.inWords());
    }
    return verdict;
  }

  private static Verdict verdict(Answer answer, String verification) {
    if (answer instanceof Answer.Refused refused) {
      return refused.code() == 60202
          ? Verdict.TOO_MANY_ATTEMPTS
          // Approved, cancelled, expired or checked too often: Twilio no longer says which.
          : refused.status() == 404 ? Verdict.EXPIRED : Verdict.UNAVAILABLE;
    }
    if (!(answer instanceof Answer.Done done) || !done.sid().equals(verification)) {
      return Verdict.UNAVAILABLE;
    }
    return switch (done.status()) {
      case "approved" -> Verdict.APPROVED;
      case "pending" -> Verdict.WRONG_CODE;
      case "max_attempts_reached" -> Verdict.TOO_MANY_ATTEMPTS;
      case "canceled", "expired", "deleted", "failed" -> Verdict.EXPIRED;
      default -> Verdict.UNAVAILABLE;
    };
  }

  @Override
  public void cancel(Challenge challenge) {
    var verification = verification(challenge);
    if (verification == null) {
      return;
    }
    var answer = api.begin().cancel(verification);
    health.asking(answer);
    if (!isOver(answer)) {
      // It ends by itself ten minutes after it was started, or when the next one is.
      LOG.warn("Twilio did not cancel {}: {}", challenge, answer.inWords());
    }
  }

  @Override
  public String sentTo(Challenge challenge) {
    try {
      return channels.apply(challenge) == Channel.EMAIL
          ? masked(email(challenge))
          : challenge.phone().masked();
    } catch (RuntimeException e) {
      return challenge.phone().masked(); // Sending will fail for the same reason, and be logged.
    }
  }

  private static String masked(@Nullable String address) {
    return address == null
        ? "***@***"
        : address.substring(0, address.offsetByCodePoints(0, 1))
            + "***"
            + address.substring(address.indexOf('@'));
  }

  /** Tells what Twilio's last answer was like, if that was less than half a minute ago. */
  @Override
  public boolean isReady() {
    return health.isGood();
  }

  @Override
  public String toString() {
    return "TwilioVerifier[" + service + "]";
  }

  /** Configures the verifier. Not thread-safe. Prints no credentials. */
  public static final class Builder {
    private static final Pattern SID = Pattern.compile("(AC|SK)[0-9a-fA-F]{32}");
    private static final Pattern SERVICE = Pattern.compile("VA[0-9a-fA-F]{32}");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final String sid;
    private final String secret;
    private final String service;
    private Function<Challenge, Channel> channels = challenge -> Channel.SMS;
    private boolean calls;
    private @Nullable Function<Challenge, String> emails;
    private @Nullable String locale;
    private @Nullable String friendlyName;
    private boolean psd2;
    private Duration connectWithin = Duration.ofSeconds(3);
    private Duration answerWithin = Duration.ofSeconds(10);
    private URI endpoint = URI.create("https://verify.twilio.com");
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(String sid, String secret, String serviceSid) {
      if (!SID.matcher(sid).matches() || !SERVICE.matcher(serviceSid).matches()) {
        throw new IllegalArgumentException(
            "Twilio needs an account SID (AC and 32 hex digits) or an API key SID (SK…), its"
                + " secret, and a Verify service SID (VA…), in this order");
      }
      if (secret.isBlank()) {
        throw new IllegalArgumentException("Twilio needs the auth token, or the API key's secret");
      }
      this.sid = sid;
      this.secret = secret;
      this.service = serviceSid;
    }

    /** Sets how codes reach people; {@link Channel#SMS} if not set. */
    public Builder channel(Channel channel) {
      Objects.requireNonNull(channel, "channel");
      this.channels = challenge -> channel;
      this.calls = channel == Channel.CALL;
      return this;
    }

    /**
     * Sets how each code reaches its person, e.g. by a call where the phone is a land line. Asked
     * twice for each challenge; an exception means that no code is sent.
     */
    public Builder channels(Function<Challenge, Channel> channels) {
      this.channels = Objects.requireNonNull(channels, "channels");
      this.calls = false;
      return this;
    }

    /**
     * Sets the host's directory of e-mail addresses, for {@link Channel#EMAIL}; it goes by the
     * challenge's caller. The service needs Twilio's e-mail integration.
     */
    public Builder emails(Function<Challenge, String> emails) {
      this.emails = Objects.requireNonNull(emails, "emails");
      return this;
    }

    /** Sets the language of all messages, e.g. {@code es}; the person's own if not set. */
    public Builder locale(Locale locale) {
      this.locale = locale.toLanguageTag();
      return this;
    }

    /**
     * Sets the name that messages give in place of the service's.
     *
     * @throws IllegalArgumentException if it is blank or longer than 30 characters
     */
    public Builder friendlyName(String name) {
      if (name.isBlank() || name.length() > 30) {
        throw new IllegalArgumentException("a friendly name has 1 to 30 characters");
      }
      this.friendlyName = name;
      return this;
    }

    /**
     * Sends the amount and the masked payee with each code and each check, so that the message
     * names them and Twilio, too, binds the code to them. The service must be in PSD2 mode, which
     * has no calls.
     */
    public Builder psd2() {
      this.psd2 = true;
      return this;
    }

    /**
     * Sets how long a connection to Twilio may take, 3 seconds if not set, and sending or checking
     * a code altogether, 10 seconds.
     *
     * @throws IllegalArgumentException if one is not positive, or longer than 30 seconds
     */
    public Builder timeouts(Duration connectWithin, Duration answerWithin) {
      for (Duration limit : List.of(connectWithin, answerWithin)) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
          throw new IllegalArgumentException("a time limit is up to 30 seconds: " + limit);
        }
      }
      this.connectWithin = connectWithin;
      this.answerWithin = answerWithin;
      return this;
    }

    /**
     * Sets where Verify is reached; {@code https://verify.twilio.com} if not set. For regions, such
     * as {@code https://verify.dublin.ie1.twilio.com}, and for tests.
     *
     * @throws IllegalArgumentException if it is neither https, nor http on this machine
     */
    public Builder endpoint(URI endpoint) {
      boolean local =
          "http".equals(endpoint.getScheme())
              && endpoint.getHost() != null
              && Set.of("localhost", "127.0.0.1", "[::1]").contains(endpoint.getHost());
      if (endpoint.getHost() == null || !("https".equals(endpoint.getScheme()) || local)) {
        throw new IllegalArgumentException("Twilio needs an https URL: " + endpoint);
      }
      this.endpoint = endpoint;
      return this;
    }

    Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      return this;
    }

    /**
     * Builds the verifier, without asking Twilio anything.
     *
     * @throws IllegalStateException if Twilio's library is missing, or PSD2 mode is to make calls
     */
    public TwilioVerifier build() {
      if (psd2 && calls) {
        throw new IllegalStateException("PSD2 mode has no calls: use another channel");
      }
      try {
        return new TwilioVerifier(
            this, new VerifyApi(sid, secret, service, endpoint, connectWithin, answerWithin));
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException(
            "Twilio Verify needs com.twilio.sdk:twilio: add that dependency", e);
      }
    }

    @Override
    public String toString() {
      return "TwilioVerifier.Builder[" + service + "]";
    }
  }
}
