package io.mcp2p;

import io.mcp2p.ledger.PaymentLedger;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.rail.Rail;
import io.mcp2p.verification.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks what a server needs to pay whether it can work just now. */
record Probes(PaymentLedger ledger, Verifier verifier, List<Rail> rails) {
  private static final Logger LOG = LoggerFactory.getLogger(Mcp2pServer.class);

  /** Names the parts that cannot work just now; what throws cannot. */
  List<String> missing() {
    var missing = new ArrayList<String>();
    probe("ledger", () -> ledger.find(new PaymentId("pay_test_00000000")) != null, missing);
    probe("verifier", verifier::isReady, missing);
    rails.forEach(rail -> probe(rail.name(), rail::isReady, missing));
    return missing;
  }

  private static void probe(String name, BooleanSupplier isReady, List<String> missing) {
    boolean ready;
    try {
      ready = isReady.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warn("{} is not ready", name, e);
      ready = false;
    }
    if (!ready) {
      missing.add(name);
    }
  }
}
