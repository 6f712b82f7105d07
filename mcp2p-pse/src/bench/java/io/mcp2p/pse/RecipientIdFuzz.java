package io.mcp2p.pse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Whatever is read is in normal form, agrees with the rule as written down, and prints masked. */
class RecipientIdFuzz {
  private static final int[] WEIGHTS = {3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71};

  @FuzzTest(maxDuration = "60s")
  void candidate(@NotNull String candidate) {
    for (var text : new String[] {candidate, "NIT:" + candidate, "CC:" + candidate}) {
      check(text);
    }
  }

  private static void check(String text) {
    var read = RecipientId.parse(text);
    if (read.isPresent() != RecipientId.isValid(text)) {
      throw new AssertionError("parse and isValid differ: " + text);
    }
    if (read.isEmpty()) {
      return;
    }
    var id = read.get();
    if (!RecipientId.of(id.value()).equals(id)) {
      throw new AssertionError("not in normal form: " + text);
    }
    var digits = text.replaceAll("[^0-9]", "");
    if (id instanceof Nit nit) {
      if (checkDigit(nit.base()) != nit.checkDigit()) {
        throw new AssertionError("wrong check digit: " + text);
      }
      if (!digits.equals(nit.base()) && !digits.equals(nit.base() + nit.checkDigit())) {
        throw new AssertionError("read as other digits: " + text);
      }
    } else if (!digits.equals(id.number())) {
      throw new AssertionError("read as other digits: " + text);
    }
    if (id.toString().contains(id.number()) || id.masked().contains(id.number())) {
      throw new AssertionError("printed in clear");
    }
  }

  private static int checkDigit(String base) {
    int sum = 0;
    for (int i = 0; i < base.length(); i++) {
      sum += (base.charAt(base.length() - 1 - i) - '0') * WEIGHTS[i];
    }
    int remainder = sum % 11;
    return remainder < 2 ? remainder : 11 - remainder;
  }
}
