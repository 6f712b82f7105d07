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

/**
 * An argument that is a recipient id. The refusal says which rule it breaks, but never which check
 * digit would be right: a model would "mend" the number with it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = RecipientIdText.Check.class)
@RefusedAs(code = PseErrors.INVALID_RECIPIENT_ID, bundle = PseErrors.BUNDLE)
@interface RecipientIdText {

  /** What a schema says of it; the longest id that is read has fewer characters. */
  String PATTERN = "^(NIT|CC):.{6,32}$";

  /** Unused; the text is chosen by what is wrong. */
  String message() default "recipient.PREFIX";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};

  /** Public because Bean Validation creates it. */
  final class Check implements ConstraintValidator<RecipientIdText, String> {

    @Override
    public boolean isValid(@Nullable String candidate, ConstraintValidatorContext context) {
      if (candidate == null) {
        return true;
      }
      var problem = RecipientId.problemOf(candidate);
      if (problem == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate("recipient." + problem).addConstraintViolation();
      return false;
    }
  }
}
