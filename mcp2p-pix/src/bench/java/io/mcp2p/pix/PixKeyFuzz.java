package io.mcp2p.pix;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is read as a key or refused, and a key reads again as itself. */
class PixKeyFuzz {

  @FuzzTest(maxDuration = "60s")
  void text(String text) {
    if (PixKey.read(text) instanceof PixKey.Reading.Found found) {
      var key = found.key();
      if (!PixKey.of(key.unambiguous()).equals(key)) {
        throw new AssertionError("read again as another: " + text);
      }
      if (key.value().length() > PixKey.MAX_LENGTH || !key.value().matches("[!-~]+")) {
        throw new AssertionError("not as the directory has it: " + text);
      }
      if (key.type() != PixKey.Type.PHONE && key.toString().contains(key.value())) {
        throw new AssertionError("printed in clear: " + text);
      }
    }
  }
}
