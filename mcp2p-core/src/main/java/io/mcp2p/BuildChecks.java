package io.mcp2p;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.rail.Rail;
import io.mcp2p.tool.Tool;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server is not built without, so that a mistake shows when it is started and not when it
 * pays. What is missing is an {@link IllegalStateException} that says what to do.
 */
final class BuildChecks {
  private BuildChecks() {}

  static Verifier requireVerifier(Mcp2pServer.Builder from) {
    if (from.verifier == null) {
      throw new IllegalStateException(
          "no verifier: call verifier(...), e.g. Verifier.sms(sender), or Verifier.sandbox() in"
              + " test mode");
    }
    return from.verifier;
  }

  static Function<Caller, @Nullable PhoneNumber> requirePhones(Mcp2pServer.Builder from) {
    if (from.phones == null) {
      throw new IllegalStateException(
          "no phone numbers: call phoneNumbers(caller -> ...) with your directory");
    }
    return from.phones;
  }

  static void requireRailsOrTools(Mcp2pServer.Builder from) {
    if (from.rails.isEmpty() && from.tools.isEmpty() && from.docs == null) {
      throw new IllegalStateException(
          "no rails: call rails(...) with at least one, or tools(...) with tools of your own");
    }
  }

  static void requireFitForLive(Mcp2pServer.Builder from, Verifier verifier) {
    if (from.mode != Mode.LIVE) {
      return;
    }
    if (verifier.isSandbox()) {
      throw new IllegalStateException(
          "live mode with a sandbox verifier: give verifier(...) a real one");
    }
    if (!from.ledger.durable()) {
      throw new IllegalStateException(
          "live mode with a ledger in memory: give ledger(...) a durable one, such as JdbcLedger");
    }
    for (Rail rail : from.rails) {
      if (rail.isSandbox()) {
        throw new IllegalStateException(
            "live mode with the sandbox of " + rail.name() + ": use a real connector");
      }
      if (!from.policy.limits(rail.currency())) {
        throw new IllegalStateException(
            "live mode without a limit in "
                + rail.currency()
                + " for "
                + rail.name()
                + ": add PaymentPolicy.perPayment(...) or perDay(...)");
      }
    }
  }

  static void requireFitForDurableLedger(Mcp2pServer.Builder from, Verifier verifier) {
    if (!from.ledger.durable()) {
      return;
    }
    if (!from.sharedSecret) {
      throw new IllegalStateException(
          "a durable ledger without a secret: call secret(...), the same at every start and on"
              + " every node");
    }
    if (verifier.isForOneProcess()) {
      throw new IllegalStateException(
          "a durable ledger with a verifier for one process: give Verifier.sms(...) a secret, the"
              + " same at every start and on every node, and Verifier.totp(...) UsedSteps in a"
              + " database");
    }
  }

  static void requireDistinctNames(List<Tool<?, ?>> tools) {
    var names = new HashSet<String>();
    for (Tool<?, ?> tool : tools) {
      if (!names.add(tool.spec().name())) {
        throw new IllegalStateException("two tools are named " + tool.spec().name());
      }
    }
  }

  static List<Tool<?, ?>> railTools(Rail rail) {
    if (!rail.name().matches("[a-z]{2,12}")) {
      throw new IllegalStateException("rail " + rail.name() + ": a name is 2 to 12 of a-z");
    }
    for (Tool<?, ?> tool : rail.tools()) {
      if (!tool.spec().name().startsWith(rail.name() + "_")) {
        throw new IllegalStateException(
            "tool "
                + tool.spec().name()
                + " of rail "
                + rail.name()
                + ": its name is to begin with "
                + rail.name()
                + "_");
      }
    }
    return rail.tools();
  }
}
