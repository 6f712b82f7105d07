package io.mcp2p;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Payment;
import io.mcp2p.payment.KeyedHash;
import io.mcp2p.payment.PaymentId;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Links to the approval page. A link is the payment's id and a keyed hash of it, so nothing has to
 * be stored for it: any node knows its own links again, a repeated first turn carries the same one,
 * and a forged one is known without a look into the ledger.
 */
final class ApprovalLinks {
  private static final Pattern TOKEN = Pattern.compile("([0-9A-Za-z]{1,60})\\.([A-Za-z0-9_-]{43})");

  private final String base;
  private final String prefix;
  private final KeyedHash hash;

  ApprovalLinks(URI base, Mode mode, KeyedHash hash) {
    this.base = base + "/";
    this.prefix = "pay_" + mode.wire() + "_";
    this.hash = hash;
  }

  URI of(Payment payment) {
    return URI.create(base + token(payment.id()));
  }

  private String token(PaymentId id) {
    return id.value().substring(prefix.length()) + "." + mac(id.value());
  }

  private String mac(String id) {
    return hash.of("approval link", id);
  }

  /** A link's token, read: which payment it names, and whether we made it. */
  record Read(PaymentId id, boolean genuine) {}

  /** Reads a token of whatever form, in one and the same time. */
  Read read(String token) {
    var parts = TOKEN.matcher(token);
    boolean formed = parts.matches();
    var id = prefix + (formed ? parts.group(1) : "00000000");
    boolean same = KeyedHash.same(mac(id), formed ? parts.group(2) : "");
    return new Read(new PaymentId(id), formed && same);
  }
}
