package io.mcp2p.pse;

import io.mcp2p.tool.Described;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Arguments of {@code pse_check_status}. */
record CheckStatusInput(
    @Described(
            value = "Reference number of a payout that you sent.",
            examples = "PSE-2024012614574900012345")
        @NotNull
        @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
        String referenceNumber) {}
