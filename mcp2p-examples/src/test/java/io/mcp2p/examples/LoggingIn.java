package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An agent and its user, from a 401 to a token: what the agent finds by following addresses, and
 * the forms that the user fills in with a browser. Knows nothing of the servers but the URL.
 */
final class LoggingIn {
  private static final Pattern METADATA = Pattern.compile("resource_metadata=\"([^\"]+)\"");
  private static final Pattern ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");
  private static final String CLIENT = "payment-agent";

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  // The browser's; java.net's own would keep back cookies that are marked secure.
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final String resource;

  LoggingIn(String resource) {
    this.resource = resource;
  }

  /** Gets a token for {@code scopes}; the user consents to what is asked. */
  Map<String, Object> token(String scopes) {
    cookies.clear();
    var refused = post(resource, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    assertThat(refused.statusCode()).isEqualTo(401);
    var challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
    var metadata = METADATA.matcher(challenge);
    assertThat(metadata.find()).as(challenge).isTrue();
    var ours = json(get(metadata.group(1)));
    assertThat(ours).containsEntry("resource", resource);
    var issuer = (String) ((List<?>) ours.get("authorization_servers")).get(0);
    var theirs = authorizationServer(issuer);
    assertThat(theirs).containsEntry("issuer", issuer);

    var verifier = random();
    // A port of its own, as an agent on the user's machine has.
    var redirect = "http://127.0.0.1:" + Keycloak.freePort() + "/callback";
    var state = random();
    var asked = new LinkedHashMap<String, String>();
    asked.put("response_type", "code");
    asked.put("client_id", CLIENT);
    asked.put("redirect_uri", redirect);
    asked.put("scope", scopes);
    asked.put("state", state);
    asked.put("resource", resource);
    asked.put("code_challenge", sha256(verifier));
    asked.put("code_challenge_method", "S256");
    var sent = logIn(theirs.get("authorization_endpoint") + "?" + Keycloak.encoded(asked));
    assertThat(sent).startsWith(redirect);
    var answer = parameters(sent);
    assertThat(answer).as(sent).containsEntry("state", state).containsKey("code");

    var token =
        post(
            (String) theirs.get("token_endpoint"),
            Map.of(
                "grant_type", "authorization_code",
                "client_id", CLIENT,
                "code", answer.get("code"),
                "redirect_uri", redirect,
                "resource", resource,
                "code_verifier", verifier));
    assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
    return JsonText.object(token.body());
  }

  /** Tries the two well-known places of the MCP specification, RFC 8414's first. */
  private Map<String, Object> authorizationServer(String issuer) {
    var uri = URI.create(issuer);
    var response = get(uri.resolve("/.well-known/oauth-authorization-server" + uri.getPath()));
    return json(
        response.statusCode() == 200
            ? response
            : get(URI.create(issuer + "/.well-known/openid-configuration")));
  }

  /** Opens the page in a browser, logs in, consents, and returns where the browser is sent. */
  private String logIn(String url) {
    var page = followed(get(url));
    var afterPassword =
        followed(post(action(page), Map.of("username", "ana", "password", "lunch")));
    if (afterPassword.statusCode() == 302) {
      return location(afterPassword);
    }
    assertThat(afterPassword.body()).as("the user is asked").contains("payments");
    var consent = new LinkedHashMap<String, String>();
    HIDDEN
        .matcher(afterPassword.body())
        .results()
        .forEach(it -> consent.put(it.group(1), it.group(2)));
    consent.put("accept", "Yes");
    return location(followed(post(action(afterPassword), consent)));
  }

  /** Follows redirects, but not the one that leads to the agent. */
  private HttpResponse<String> followed(HttpResponse<String> response) {
    var here = response;
    while (here.statusCode() == 302 && !location(here).contains("/callback")) {
      here = get(location(here));
    }
    assertThat(here.statusCode()).as(here.body()).isIn(200, 302);
    return here;
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  private static String action(HttpResponse<String> page) {
    var form = ACTION.matcher(page.body());
    assertThat(form.find()).as(page.body()).isTrue();
    return page.uri().resolve(form.group(1).replace("&amp;", "&")).toString();
  }

  private static Map<String, String> parameters(String url) {
    return Pattern.compile("[?&]([^=&]+)=([^&]*)")
        .matcher(url)
        .results()
        .collect(Collectors.toMap(it -> it.group(1), it -> URLDecoder.decode(it.group(2), UTF_8)));
  }

  private HttpResponse<String> post(String url, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> post(String url, Map<String, String> fields) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Keycloak.encoded(fields))));
  }

  private HttpResponse<String> get(String url) {
    return get(URI.create(url));
  }

  private HttpResponse<String> get(URI url) {
    return send(HttpRequest.newBuilder(url));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(it -> it.getKey() + "=" + it.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      var response =
          http.send(
              request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
      for (String cookie : response.headers().allValues("Set-Cookie")) {
        var pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
      return response;
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(200);
    return JsonText.object(response.body());
  }

  private static String random() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
