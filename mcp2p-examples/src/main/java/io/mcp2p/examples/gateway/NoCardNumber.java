package io.mcp2p.examples.gateway;

import io.mcp2p.tool.RefusedAs;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text without a card number: 13 to 19 digits, perhaps grouped, whose last is the check digit of
 * the others (ISO/IEC 7812-1). What is not stored need not be masked.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
@Constraint(validatedBy = NoCardNumber.Check.class)
@RefusedAs(code = "GATEWAY_CARD_DATA", bundle = GatewayText.BUNDLE)
@interface NoCardNumber {

  /** The key of the text. */
  String message() default "GATEWAY_CARD_DATA";

  /** Unused. */
  Class<?>[] groups() default {};

  /** Unused. */
  Class<? extends Payload>[] payload() default {};

  /** Public because Bean Validation creates it. */
  final class Check implements ConstraintValidator<NoCardNumber, String> {
    private static final Pattern DIGITS = Pattern.compile("\\p{Nd}(?:[ ._/-]{0,3}\\p{Nd}){12,}");

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      return text == null
          || DIGITS
              .matcher(text)
              .results()
              .map(it -> it.group().chars().filter(Character::isDigit).toArray())
              .noneMatch(Check::holdsCardNumber);
    }

    /** Also before an expiry date or a CVV. An order number is refused rather than a card shown. */
    private static boolean holdsCardNumber(int[] digits) {
      for (int from = 0; from + 13 <= digits.length; from++) {
        for (int to = from + 13; to <= Math.min(from + 19, digits.length); to++) {
          if (passesLuhn(digits, from, to)) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean passesLuhn(int[] digits, int from, int to) {
      int sum = 0;
      for (int i = 0; i < to - from; i++) {
        int digit = Character.digit(digits[to - 1 - i], 10);
        int weighted = i % 2 == 0 ? digit : digit * 2;
        sum += weighted > 9 ? weighted - 9 : weighted;
      }
      return sum % 10 == 0;
    }
  }
}
