package io.mcp2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.ledger.PaymentQuery.Position;
import io.mcp2p.payment.PaymentId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in a listing, as clients carry it. Not signed: whatever it is changed to, it leads only
 * to another place in the caller's own payments.
 */
final class Cursor {

  static String encode(Position position) {
    var plain = position.createdAt() + " " + position.id();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }

  static Optional<Position> decode(String cursor) {
    try {
      var parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(" ", -1);
      return parts.length == 2 && PaymentId.isValid(parts[1])
          ? Optional.of(new Position(Instant.parse(parts[0]), parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private Cursor() {}
}
