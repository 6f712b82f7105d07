package io.mcp2p;

import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.RefusedAs;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments of every type that a tool may ask for. */
record LunchInput(
    @Described(value = "What to eat.", examples = "soup")
        @NotBlank
        @Size(max = 10)
        @Pattern(regexp = "^[a-z ]*$")
        String dish,
    @Described(value = "What it costs, in centavos.", examples = "15000")
        @NotNull
        @MinorUnits(currency = "MXN", max = 1_000_000_00)
        Long amount,
    @Described(value = "How many eat.", examples = "2") @Min(1) @Max(20) @Nullable Integer guests,
    @Described(value = "The number of the bill.", examples = "9000000000") @Nullable Long bill,
    @Described(value = "Whether it is hot.", examples = "true") @Nullable Boolean spicy,
    @Described(value = "What to drink.", examples = "WATER") @Nullable Drink drink,
    @Described(value = "When.", examples = "2026-03-02T15:00:00Z") @Nullable Instant at,
    @Described(value = "What else.", examples = "[\"bread\"]") @Nullable List<String> extras,
    @Described(value = "Where to sit.", examples = "4") @Even(seats = 4) @Nullable String table,
    @VerificationCode @Nullable String verificationCode)
    implements Approvable {

  enum Drink {
    WATER,
    TEA
  }

  /** A constraint of a host's own. */
  @Retention(RetentionPolicy.RUNTIME)
  @Constraint(validatedBy = Even.Check.class)
  @RefusedAs(code = "LUNCH_ODD_TABLE", bundle = "io.mcp2p.lunch")
  @interface Even {
    String message() default "oddTable";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    int seats();

    String number() default "so numbered";

    final class Check implements ConstraintValidator<Even, String> {
      @Override
      public boolean isValid(@Nullable String table, ConstraintValidatorContext context) {
        return table == null || table.matches("[0-9]*[02468]");
      }
    }
  }
}
