package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.auth.Authenticator;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.QueryTool;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.nio.file.Path;

/**
 * A host with the conformance suite's fixture tools, as far as a host's tool can be them. The first
 * argument is a file of API keys.
 */
final class ConformanceHost {
  static final String SCOPE = "fixtures:read";

  record Nothing() {}

  record Words(String text) {}

  private static ToolSpec<Nothing, Words> spec(String name) {
    return ToolSpec.reading(name, Nothing.class, Words.class, SCOPE, "Fixture", "Of the suite.");
  }

  private static QueryTool<Nothing, Words> simpleText() {
    return Tool.of(
        spec("test_simple_text"),
        (input, call) -> Answer.of(new Words("This is a simple text response for testing.")));
  }

  private static QueryTool<Nothing, Words> errorHandling() {
    return Tool.of(
        spec("test_error_handling"),
        (input, call) ->
            Answer.refused(
                Refusal.of(
                    ErrorCode.of("INTENTIONAL"),
                    Text.of("This tool intentionally returns an error for testing"))));
  }

  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .tools(simpleText(), errorHandling())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .authenticator(Authenticator.apiKeys(Path.of(args[0])))
            .http(HttpOptions.local())
            .build()) {
      JettyMain.serve(server, "127.0.0.1", 0, HttpOptions.local().path());
    }
  }

  private ConformanceHost() {}
}
