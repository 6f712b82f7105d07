package io.mcp2p.pix;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Arguments of {@code pix_send_payment}. */
record SendPaymentInput(
    @Described(
            value =
                "Payee's key: CPF, CNPJ, phone with +55, e-mail or random key. The type is detected.",
            examples = "12345678909")
        @NotNull
        String pixKey,
    @Described(value = "Amount in centavos: 15000 is BRL 150.00.", examples = "15000")
        @NotNull
        @MinorUnits(currency = "BRL", max = SendPaymentTool.MAX_CENTAVOS)
        Long amount,
    @Described(
            value = "What the payment is for; the payee sees it. Accents are dropped.",
            examples = "Almoco de sexta")
        @Size(min = 1, max = SendPaymentTool.MAX_DESCRIPTION)
        @Nullable String description,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {}
