package io.mcp2p.pse;

import io.mcp2p.auth.Caller;
import io.mcp2p.pse.PseBeneficiary.AccountType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A host's directory that a test can write to. */
final class Directory implements PseBeneficiaries {
  static final PseBeneficiary FERRETERIA =
      new PseBeneficiary(
          "Ferretería El Tornillo SAS",
          AccountType.CORRIENTE,
          "04512345678",
          "pagos@tornillo.example");

  private final Map<String, PseBeneficiary> accounts = new HashMap<>();

  Directory() {
    put("NIT:900123456-8", "001", FERRETERIA);
  }

  void put(String recipient, String bank, PseBeneficiary beneficiary) {
    accounts.put(recipient + " " + bank, beneficiary);
  }

  void remove(String recipient, String bank) {
    accounts.remove(recipient + " " + bank);
  }

  @Override
  public Optional<PseBeneficiary> find(Caller caller, RecipientId recipient, PseBank bank) {
    return Optional.ofNullable(accounts.get(recipient.value() + " " + bank.code()));
  }
}
