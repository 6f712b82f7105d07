package io.mcp2p.spei;

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

/**
 * An argument that is a CLABE: 18 digits with the right check digit. The refusal says which of
 * these is wrong, but never which check digit would be right: a model would "mend" the number with
 * it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = ClabeNumber.Check.class)
@RefusedAs(code = "SPEI_INVALID_CLABE", bundle = "io.mcp2p.spei.messages")
@interface ClabeNumber {

  /** Unused; the text is chosen by what is wrong. */
  String message() default "clabe.LENGTH";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};

  /** Public because Bean Validation creates it. */
  final class Check implements ConstraintValidator<ClabeNumber, String> {

    @Override
    public boolean isValid(@Nullable String candidate, ConstraintValidatorContext context) {
      if (candidate == null) {
        return true;
      }
      var problem = Clabe.problemOf(candidate);
      if (problem == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate("clabe." + problem).addConstraintViolation();
      return false;
    }
  }
}
