package io.mcp2p.pse;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Arguments of {@code pse_request_refund}. */
record RequestRefundInput(
    @Described(
            value = "Reference number of the approved payout.",
            examples = "PSE-2024012614574900012345")
        @NotNull
        @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
        String referenceNumber,
    @Described(
            value = "Why the money should come back, for the bank.",
            examples = "Sent to the wrong account")
        @NotBlank
        @Size(min = 1, max = 200)
        String reason,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {}
