package io.mcp2p.verification.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The transport of one operation, in place of the SDK's own. That one repeats whatever is answered
 * with 5xx, so that a person may get two codes; it cannot be given time limits; and it writes
 * credentials, number and code to the log at level debug.
 */
final class VerifyHttpClient extends HttpClient {
  /** There is no answer, and none will come. It holds nothing of the request. */
  static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoAnswer(String why) {
      super(why, null, false, false);
    }
  }

  private final java.net.http.HttpClient http;
  private final URI endpoint;
  private final long untilNanos;

  /**
   * @param untilNanos when the operation is to be over, repeated requests included; of {@link
   *     System#nanoTime()}
   */
  VerifyHttpClient(java.net.http.HttpClient http, URI endpoint, long untilNanos) {
    this.http = http;
    this.endpoint = endpoint;
    this.untilNanos = untilNanos;
  }

  /** Asks once more only if there was no connection: then nothing was sent. */
  @Override
  public Response reliableRequest(Request request) {
    var prepared = prepared(request);
    try {
      return answered(prepared);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      try {
        return answered(prepared);
      } catch (IOException again) {
        throw new NoAnswer(again.getClass().getSimpleName());
      }
    } catch (IOException e) {
      throw new NoAnswer(e.getClass().getSimpleName());
    }
  }

  @Override
  public Response makeRequest(Request request) {
    return reliableRequest(request);
  }

  private HttpRequest prepared(Request request) {
    return HttpRequest.newBuilder(endpoint.resolve(request.constructURL().getPath()))
        .header("Authorization", request.getAuthString())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form(request.getPostParams())))
        .build();
  }

  private static String form(Map<String, List<String>> parameters) {
    var form = new StringJoiner("&");
    parameters.forEach(
        (name, values) ->
            values.forEach(
                it ->
                    form.add(URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(it, UTF_8))));
    return form.toString();
  }

  private Response answered(HttpRequest request) throws IOException {
    long left = untilNanos - System.nanoTime();
    if (left <= 0) {
      throw new NoAnswer("TimeoutException");
    }
    var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    try {
      var response = answer.get(left, TimeUnit.NANOSECONDS);
      var status = response.statusCode();
      if (status >= 300 && status < 400) {
        throw new NoAnswer("HTTP " + status); // The SDK would take it for a success.
      }
      var body = response.body();
      // What stands between us and Twilio answers in HTML, of which the SDK would make an exception
      // that does not tell the status.
      return new Response(body.startsWith("{") ? body : "{\"status\":" + status + "}", status);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswer("TimeoutException");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("InterruptedException");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }
}
