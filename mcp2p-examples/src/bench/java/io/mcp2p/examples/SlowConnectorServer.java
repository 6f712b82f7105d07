package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.auth.Caller;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.KnownTransfer;
import io.mcp2p.spei.SpeiConnector;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.spei.SpeiRefundRequest;
import io.mcp2p.spei.SpeiTransfer;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** A server whose bank takes 200 ms to answer. The first argument is a file of API keys. */
final class SlowConnectorServer {

  private static final class SlowBank implements SpeiConnector {
    private final SpeiConnector sandbox = SpeiConnector.sandbox();

    @Override
    public PaymentOutcome send(SpeiTransfer transfer) throws Exception {
      Thread.sleep(200);
      return sandbox.send(transfer);
    }

    @Override
    public PaymentOutcome find(String trackingKey, LocalDate operatingDate) throws Exception {
      Thread.sleep(200);
      return sandbox.find(trackingKey, operatingDate);
    }

    @Override
    public PaymentOutcome requestRefund(SpeiRefundRequest request) throws Exception {
      Thread.sleep(200);
      return sandbox.requestRefund(request);
    }

    @Override
    public PaymentOutcome findRefund(SpeiRefundRequest request) throws Exception {
      Thread.sleep(200);
      return sandbox.findRefund(request);
    }

    @Override
    public Optional<KnownTransfer> findOther(Caller caller, String trackingKey) {
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return sandbox.findOther(caller, trackingKey);
    }

    @Override
    public boolean isSandbox() {
      return true;
    }
  }

  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.of(new SlowBank()))
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525500000000"))
            .authenticator(Authenticator.apiKeys(Path.of(args[0])))
            .http(HttpOptions.local())
            .build()) {
      JettyMain.serve(server, "127.0.0.1", 0, HttpOptions.local().path());
    }
  }

  private SlowConnectorServer() {}
}
