package io.mcp2p.tool;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The argument {@link Approvable#verificationCode()}: its form, 4 to 10 digits, and the description
 * that is the same for every tool.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = {})
@Pattern(regexp = "^[0-9]{4,10}$")
@Described(
    value =
        "Code that the person received. Omit it on the first call, then repeat the same arguments"
            + " with it.",
    examples = "123456")
public @interface VerificationCode {

  /** Unused; the text is that of the pattern. */
  String message() default "code";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};
}
