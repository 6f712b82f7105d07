package io.mcp2p.pix;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Arguments of {@code pix_request_refund}. */
record RequestRefundInput(
    @Described(
            value = "EndToEndId of the settled Pix.",
            examples = "E90400888202401261458300000000001")
        @NotNull
        @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
        String e2eId,
    @Described(
            value = "Centavos, part or all of it; all that is left if omitted.",
            examples = "5000")
        @MinorUnits(currency = "BRL", max = SendPaymentTool.MAX_CENTAVOS)
        @Nullable Long amount,
    @Described(
            value =
                "FRAUD; OPERATIONAL_FAULT: a system failed, a mistyped key is none;"
                    + " CUSTOMER_REQUEST: anything else.",
            examples = "CUSTOMER_REQUEST")
        @NotNull
        RefundReason reason,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {}
