package io.mcp2p.pse;

import io.mcp2p.tool.RefusedAs;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** An argument that has the form of a bank's code; whether there is such a bank comes later. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = BankCode.Check.class)
@RefusedAs(code = PseErrors.INVALID_BANK_CODE, bundle = PseErrors.BUNDLE)
@interface BankCode {

  /** What a schema says of it. */
  String PATTERN = "^1?[0-9]{3}$";

  /** The key of the text. */
  String message() default "bank.form";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};

  /** Public because Bean Validation creates it. */
  final class Check implements ConstraintValidator<BankCode, String> {

    @Override
    public boolean isValid(@Nullable String candidate, ConstraintValidatorContext context) {
      return candidate == null || PseBanks.isCode(candidate);
    }
  }
}
