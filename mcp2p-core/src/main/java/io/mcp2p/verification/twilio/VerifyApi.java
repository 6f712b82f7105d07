package io.mcp2p.verification.twilio;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.service.Verification;
import com.twilio.rest.verify.v2.service.VerificationCheck;
import com.twilio.rest.verify.v2.service.VerificationCheckCreator;
import com.twilio.rest.verify.v2.service.VerificationCreator;
import com.twilio.rest.verify.v2.service.VerificationUpdater;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The three requests to Verify v2 that we make, over the official SDK: with {@link
 * VerifyHttpClient} the only class that knows it. What Twilio writes about an error may hold the
 * person's number, so only its status and code leave this class.
 */
final class VerifyApi {
  private final String sid;
  private final String secret;
  private final String service;
  private final URI endpoint;
  private final Duration answerWithin;
  private final HttpClient http;

  VerifyApi(
      String sid,
      String secret,
      String service,
      URI endpoint,
      Duration connectWithin,
      Duration answerWithin) {
    this.sid = sid;
    this.secret = secret;
    this.service = service;
    this.endpoint = endpoint;
    this.answerWithin = answerWithin;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectWithin)
            .build();
    newClient(0); // So that a class that is missing is missed now.
  }

  /**
   * What a code is sent with.
   *
   * @param to E.164, or an e-mail address
   */
  record Start(
      String to,
      String channel,
      String locale,
      @Nullable String friendlyName,
      @Nullable Linked linked) {

    @Override
    public String toString() {
      return "Start[" + channel + "]";
    }
  }

  /** What PSD2 calls dynamic linking: sent with the code, and again with its check. */
  record Linked(String amount, String payee) {}

  /** Begins what is to be over in time, however many requests it takes. */
  Operation begin() {
    return new Operation(newClient(System.nanoTime() + answerWithin.toNanos()));
  }

  private TwilioRestClient newClient(long untilNanos) {
    return new TwilioRestClient.Builder(sid, secret)
        .httpClient(new VerifyHttpClient(http, endpoint, untilNanos))
        .build();
  }

  /** Requests that share one time limit. */
  final class Operation {
    private final TwilioRestClient client;

    private Operation(TwilioRestClient client) {
      this.client = client;
    }

    /** Has a code sent. Never repeated: a second request may send a second code. */
    Answer start(Start start) {
      var creator =
          new VerificationCreator(service, start.to(), start.channel()).setLocale(start.locale());
      if (start.friendlyName() != null) {
        creator.setCustomFriendlyName(start.friendlyName());
      }
      if (start.linked() != null) {
        creator.setAmount(start.linked().amount()).setPayee(start.linked().payee());
      }
      return answer(() -> done(creator.create(client)));
    }

    /** Has a code checked, by the verification's id: no other one to the same number is meant. */
    Answer check(String verification, String code, @Nullable Linked linked) {
      var creator =
          new VerificationCheckCreator(service).setVerificationSid(verification).setCode(code);
      if (linked != null) {
        creator.setAmount(linked.amount()).setPayee(linked.payee());
      }
      return answerOrAgain(() -> done(creator.create(client)));
    }

    /** Ends a verification, so that its code is of no more use. */
    Answer cancel(String verification) {
      var updater = new VerificationUpdater(service, verification, Verification.Status.CANCELED);
      return answerOrAgain(() -> done(updater.update(client)));
    }
  }

  private static Answer.Done done(Verification verification) {
    var sendings = verification.getSendCodeAttempts();
    return new Answer.Done(
        text(verification.getSid()),
        text(verification.getStatus()),
        sendings == null ? 0 : sendings.size());
  }

  private static Answer.Done done(VerificationCheck check) {
    return new Answer.Done(text(check.getSid()), text(check.getStatus()), 0);
  }

  private static String text(@Nullable String maybe) {
    return maybe == null ? "" : maybe;
  }

  /** These send nothing, so they may be repeated when Twilio itself has failed. */
  private static Answer answerOrAgain(Supplier<Answer.Done> request) {
    var answer = answer(request);
    return answer instanceof Answer.Refused refused && refused.status() >= 500
        ? answer(request)
        : answer;
  }

  private static Answer answer(Supplier<Answer.Done> request) {
    try {
      return request.get();
    } catch (VerifyHttpClient.NoAnswer e) {
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    } catch (ApiException e) {
      var status = e.getStatusCode();
      var code = e.getCode();
      return status == null
          ? new Answer.Unknown("an answer that is not understood")
          : new Answer.Refused(status, code == null ? 0 : code);
    } catch (RuntimeException e) {
      return new Answer.Unknown(e.getClass().getSimpleName());
    }
  }
}
