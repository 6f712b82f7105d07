package io.mcp2p.spei;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** The quick check agrees with the rule as it is written down. */
class ClabeFuzz {

  @FuzzTest(maxDuration = "60s")
  void candidate(@NotNull String anything, long digits) {
    check(anything);
    check("%018d".formatted(Math.floorMod(digits, 1_000_000_000_000_000_000L)));
  }

  private static void check(String candidate) {
    if (Clabe.isValid(candidate) != isValidByTheRule(candidate)) {
      throw new AssertionError(candidate);
    }
    if (Clabe.isValid(candidate) && Clabe.of(candidate).toString().contains(candidate)) {
      throw new AssertionError("printed in clear");
    }
  }

  private static boolean isValidByTheRule(String candidate) {
    if (!candidate.matches("[0-9]{18}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (candidate.charAt(i) - '0') * new int[] {3, 7, 1}[i % 3] % 10;
    }
    return (10 - sum % 10) % 10 == candidate.charAt(17) - '0';
  }
}
