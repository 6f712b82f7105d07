package io.mcp2p.spei;

import io.mcp2p.tool.Described;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Arguments of {@code spei_check_status}. */
record CheckStatusInput(
    @Described(
            value = "Clave de rastreo of a transfer that you sent.",
            examples = "2024012614574900000012345678")
        @NotNull
        @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
        String trackingKey) {}
