package io.mcp2p.pix;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/**
 * Any text is decoded or refused. Each is tried as it is and with the checksum that fits it, since
 * a fuzzer does not find that by itself.
 */
class BrCodeFuzz {

  @FuzzTest(maxDuration = "60s")
  void text(@NotNull String text) {
    check(text);
    check(BrCodeTest.sealed(text));
    check(BrCodeTest.sealed("000201" + text + "53039865901A6001B"));
  }

  private static void check(String text) {
    if (BrCode.read(text) instanceof BrCode.Reading.Decoded decoded) {
      var code = decoded.code();
      if (code.key() == null && code.location() == null && code.recurrence() == null) {
        throw new AssertionError("asks for nothing: " + text);
      }
      if (code.centavos() != null && (code.key() == null || code.centavos() <= 0)) {
        throw new AssertionError("amount: " + text);
      }
    }
  }
}
