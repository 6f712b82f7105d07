package io.mcp2p.tool;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money as an argument: a whole, positive number of minor units. Whatever else comes
 * in its place is refused as {@code INVALID_AMOUNT}, with what the caller probably meant.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = MinorUnits.Check.class)
public @interface MinorUnits {

  /** The ISO 4217 currency. */
  String currency();

  /** The most that the rail takes in one payment, in minor units. */
  long max();

  /** Unused; the text is chosen by what was given. */
  String message() default "amount";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};

  /** Checks the range; the form is checked where JSON becomes a record. */
  final class Check implements ConstraintValidator<MinorUnits, Long> {
    private long max;

    @Override
    public void initialize(MinorUnits annotation) {
      max = annotation.max();
    }

    @Override
    public boolean isValid(@Nullable Long amount, ConstraintValidatorContext context) {
      return amount == null || (amount > 0 && amount <= max);
    }
  }
}
