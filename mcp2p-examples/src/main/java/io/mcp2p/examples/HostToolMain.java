package io.mcp2p.examples;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.spei.SpeiRail;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;

/** A tool of the host's own beside the rail's: the same records, checks, scopes and envelope. */
final class HostToolMain {
  private static final Map<String, String> CLABES = Map.of("ana", "014027000005555558");

  record FindContact(
      @Described(value = "Name of a contact, lower case.", examples = "ana")
          @NotNull
          @Pattern(regexp = "^[a-z]{1,40}$")
          String name) {}

  record Contact(String name, String clabe) {}

  static Tool<FindContact, Contact> findContact() {
    var spec =
        ToolSpec.reading(
            "contacts_find",
            FindContact.class,
            Contact.class,
            "contacts:read",
            "Find a contact",
            "Finds the CLABE of a contact, for spei_send_payment.");
    return Tool.of(
        spec,
        (input, call) -> {
          var clabe = CLABES.get(input.name());
          return clabe == null
              ? Answer.refused(
                  Refusal.of(
                      ErrorCode.of("CONTACT_NOT_FOUND"), Text.of("There is no such contact.")))
              : Answer.of(new Contact(input.name(), clabe));
        });
  }

  public static void main(String[] args) {
    try (var server =
        Mcp2pServer.builder()
            .rails(SpeiRail.sandbox())
            .tools(findContact())
            .verifier(Verifier.sandbox())
            .phoneNumbers(caller -> new PhoneNumber("+525512345678"))
            .build()) {
      server.serveStdio();
    }
  }

  private HostToolMain() {}
}
