package io.mcp2p.pix;

import io.mcp2p.tool.Described;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Arguments of {@code pix_check_status}. */
record CheckStatusInput(
    @Described(
            value =
                "EndToEndId (E…) of a Pix, or the reference of one whose e2eId is not known yet.",
            examples = "E90400888202401261458300000000001")
        @NotNull
        @Pattern(regexp = "^[A-Za-z0-9-]{1,64}$")
        String e2eId) {}
