package io.mcp2p.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.payment.Money;
import io.mcp2p.policy.PaymentPolicy;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Test and live in one process, at {@code /test/mcp} and {@code /live/mcp}: two servers that share
 * nothing but the file of API keys. The bank and the phone of the live one are pretended.
 * Arguments: the file of keys, the file of the live payments, the port.
 */
final class TwoModesMain {
  private static final Logger PHONE = LoggerFactory.getLogger("phone");

  public static void main(String[] args) {
    var keys = Path.of(args[0]);
    try (var payments = payments(args[1]);
        var test = test(keys);
        var live = live(keys, payments)) {
      JettyMain.serve(
          Map.of("/test", test, "/live", live), "127.0.0.1", Integer.parseInt(args[2]), "/mcp");
    }
  }

  private static HikariDataSource payments(String file) {
    var source = new HikariDataSource();
    source.setJdbcUrl("jdbc:sqlite:" + file);
    JdbcLedger.createSchema(source);
    return source;
  }

  private static Mcp2pServer test(Path keys) {
    return Mcp2pServer.builder()
        .rails(SpeiRail.sandbox())
        .verifier(Verifier.sandbox())
        .phoneNumbers(caller -> new PhoneNumber("+525500000000"))
        .authenticator(Authenticator.apiKeys(keys))
        .build();
  }

  /** Closed unless all of this is there: a real connector and verifier, a ledger, a limit. */
  private static Mcp2pServer live(Path keys, HikariDataSource payments) {
    var secret = new byte[32]; // for this run; a host keeps its own as long as the payments
    new SecureRandom().nextBytes(secret);
    return Mcp2pServer.builder()
        .mode(Mode.LIVE)
        .rails(SpeiRail.of(new PretendBank()))
        .verifier(Verifier.sms((challenge, code, text) -> PHONE.info(text), secret))
        .phoneNumbers(caller -> new PhoneNumber("+525500000000"))
        .ledger(JdbcLedger.builder(payments).storingPersonalDataPlainly().build())
        .secret(secret)
        .policy(PaymentPolicy.perDay(Money.mxn(20_000_00)))
        .authenticator(Authenticator.apiKeys(keys))
        .build();
  }

  private TwoModesMain() {}
}
