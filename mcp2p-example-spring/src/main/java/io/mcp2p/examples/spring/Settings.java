package io.mcp2p.examples.spring;

import static java.util.Objects.requireNonNull;

import io.mcp2p.auth.Caller;
import io.mcp2p.payment.Money;
import io.mcp2p.pix.PixRail;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.pse.PseRail;
import io.mcp2p.rail.Rail;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What {@code application.yml} says under {@code mcp2p}.
 *
 * @param url where clients find the MCP endpoint
 * @param rails which of them
 * @param limits for each currency, in minor units
 * @param phones the phone that a caller's codes go to, by the {@code sub} of their tokens
 * @param secret 32 bytes in base 64, the same on every node
 * @param ledgerKey 32 bytes in base 64, the same on every node
 */
@ConfigurationProperties("mcp2p")
record Settings(
    String url,
    List<Country> rails,
    Map<String, Limits> limits,
    Map<String, String> phones,
    String secret,
    String ledgerKey) {

  /** Says what is missing, rather than that something is. */
  Settings {
    requireNonNull(secret, "mcp2p.secret is not set: 32 random bytes in base 64");
    requireNonNull(ledgerKey, "mcp2p.ledger-key is not set: 32 random bytes in base 64");
  }

  /** A rail, over the sandbox; with a bank, its builder takes your connector. */
  enum Country {
    SPEI,
    PSE,
    PIX;

    Rail rail() {
      return switch (this) {
        case SPEI -> SpeiRail.sandbox();
        case PSE -> PseRail.sandbox();
        case PIX -> PixRail.sandbox();
      };
    }
  }

  /** What one payment, and a caller's payments of any 24 hours, may come to. */
  record Limits(long perPayment, long perDay) {}

  PaymentPolicy policy() {
    var policy = PaymentPolicy.allowAll();
    for (var each : limits.entrySet()) {
      var currency = each.getKey();
      policy =
          policy
              .and(PaymentPolicy.perPayment(Money.of(each.getValue().perPayment(), currency)))
              .and(PaymentPolicy.perDay(Money.of(each.getValue().perDay(), currency)));
    }
    return policy;
  }

  @Nullable PhoneNumber phoneOf(Caller caller) {
    // The id is issuer#sub, and there is one issuer.
    var number = phones.get(caller.id().replaceFirst("^[^#]*#", ""));
    return number == null ? null : new PhoneNumber(number);
  }

  byte[] secretBytes() {
    return Base64.getDecoder().decode(secret);
  }

  byte[] ledgerKeyBytes() {
    return Base64.getDecoder().decode(ledgerKey);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Settings[url=" + url + ", rails=" + rails + ", limits=" + limits + "]";
  }
}
