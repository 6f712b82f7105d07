package io.mcp2p.spei;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Arguments of {@code spei_send_payment}. */
record SendPaymentInput(
    @Described(
            value = "Payee's CLABE: 18 digits, the last one a check digit.",
            examples = "014027000005555558")
        @NotNull
        @Pattern(regexp = "^[0-9]{18}$")
        @ClabeNumber
        String clabe,
    @Described(value = "Amount in centavos: 50000 is MXN 500.00.", examples = "50000")
        @NotNull
        @MinorUnits(currency = "MXN", max = SendPaymentTool.MAX_CENTAVOS)
        Long amount,
    @Described(
            value = "What the payment is for; the payee sees it. Accents are dropped.",
            examples = "Pago de factura 123")
        @NotBlank
        @Size(min = 1, max = SendPaymentTool.MAX_TEXT)
        String concept,
    @Described(
            value = "Full name of the account's holder. Accents are dropped.",
            examples = "Juan Perez Garcia")
        @NotBlank
        @Size(min = 1, max = SendPaymentTool.MAX_TEXT)
        String recipientName,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {}
