package io.mcp2p.pix;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Any text is read as a key or refused, and a key reads again as itself. */
class PixKeyFuzz {

  @FuzzTest(maxDuration = "60s")
  void text(@NotNull String text) {
    if (PixKey.read(text) instanceof PixKey.Reading.Found found) {
      var key = found.key();
      if (!PixKey.of(key.unambiguous()).equals(key)) {
        throw new AssertionError("read again as another: " + text);
      }
      if (key.value().length() > PixKey.MAX_LENGTH || !key.value().matches("[!-~]+")) {
        throw new AssertionError("not as the directory has it: " + text);
      }
      // A phone of two digits has nothing to hide, and an address may have asterisks of its own.
      boolean hidden = key.type() != PixKey.Type.PHONE && key.value().indexOf('*') < 0;
      if (hidden && key.toString().contains(key.value())) {
        throw new AssertionError("printed in clear: " + text);
      }
    }
  }
}
