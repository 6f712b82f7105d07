package io.mcp2p.pse;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Arguments of {@code pse_send_payment}. */
record SendPaymentInput(
    @Described(
            value = "NIT: or CC: and the number; a NIT's check digit after a dash, or none.",
            examples = "NIT:900123456")
        @NotNull
        @Pattern(regexp = RecipientIdText.PATTERN)
        @RecipientIdText
        String recipientId,
    @Described(value = "Code of the recipient's bank, see pse_list_banks.", examples = "001")
        @NotNull
        @Pattern(regexp = BankCode.PATTERN)
        @BankCode
        String bankCode,
    @Described(
            value = "Amount in centavos, whole pesos: 10000000 is COP 100,000.00.",
            examples = "10000000")
        @NotNull
        @MinorUnits(currency = "COP", max = SendPaymentTool.MAX_CENTAVOS)
        Long amount,
    @Described(
            value = "What the payment is for. Accents are dropped.",
            examples = "Pago de factura 123")
        @NotBlank
        @Size(min = 1, max = SendPaymentTool.MAX_TEXT)
        String description,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {}
