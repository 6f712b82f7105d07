package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host whose tool prints, which would break a client if it reached standard output. */
final class PrintingMain {

  record Noise(@Described(value = "A word.", examples = "boo") @Nullable String word) {}

  record Made(boolean made) {}

  public static void main(String[] args) {
    var spec =
        ToolSpec.reading(
            "noise_make", Noise.class, Made.class, "noise:make", "Make noise", "Prints.");
    try (var server =
        Mcp2pServer.builder()
            .tools(
                Tool.of(
                    spec,
                    (input, call) -> {
                      System.out.println("a stray print");
                      System.out.writeBytes("stray bytes\n".getBytes(UTF_8));
                      System.out.print(Map.of("no", "line break"));
                      return Answer.of(new Made(true));
                    }))
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .build()) {
      server.serveStdio();
    }
  }

  private PrintingMain() {}
}
