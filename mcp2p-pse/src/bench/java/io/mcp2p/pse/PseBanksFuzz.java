package io.mcp2p.pse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** A bank is found by its code in either form and by nothing else; a search never fails. */
class PseBanksFuzz {

  @FuzzTest(maxDuration = "60s")
  void candidate(@NotNull String candidate) {
    var banks = PseBanks.bundled();
    banks
        .find(candidate)
        .ifPresent(
            bank -> {
              if (!candidate.equals(bank.code()) && !candidate.equals(bank.pseCode())) {
                throw new AssertionError(candidate);
              }
            });
    for (var bank : banks.search(candidate)) {
      if (!banks.all().contains(bank)) {
        throw new AssertionError(bank);
      }
    }
  }
}
