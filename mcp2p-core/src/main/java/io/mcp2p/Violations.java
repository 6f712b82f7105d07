package io.mcp2p;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.payment.Text;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.RefusedAs;
import jakarta.validation.ConstraintViolation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** A broken constraint becomes a refusal: one, the first in the order of the record. */
final class Violations {

  static Refusal first(Set<? extends ConstraintViolation<?>> violations, Class<?> type) {
    var order = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    return violations.stream()
        .min(
            Comparator.comparing((ConstraintViolation<?> it) -> rank(it, order))
                // Neither comes first by itself: "too long" before "has another form".
                .thenComparing(Violations::constraint, Comparator.reverseOrder()))
        .map(Violations::refusal)
        .orElseThrow();
  }

  /** A missing value is said before anything else; a rail's own words before "has another form". */
  private static int rank(ConstraintViolation<?> violation, List<String> order) {
    var constraint = violation.getConstraintDescriptor().getAnnotation().annotationType();
    int precision =
        violation.getInvalidValue() == null
            ? 0
            : constraint.isAnnotationPresent(RefusedAs.class) ? 1 : 2;
    return order.indexOf(violation.getPropertyPath().toString()) * 3 + precision;
  }

  private static String constraint(ConstraintViolation<?> violation) {
    return violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
  }

  private static Refusal refusal(ConstraintViolation<?> violation) {
    var field = violation.getPropertyPath().toString();
    var constraint = violation.getConstraintDescriptor();
    var annotation = constraint.getAnnotation();
    if (annotation instanceof MinorUnits money && violation.getInvalidValue() instanceof Long bad) {
      return Amounts.outOfRange(field, money, bad);
    }
    var arguments = new HashMap<String, Object>();
    constraint.getAttributes().forEach((name, value) -> arguments.put(name, value.toString()));
    arguments.put("field", field);
    var own = annotation.annotationType().getAnnotation(RefusedAs.class);
    if (own != null) {
      var key = violation.getMessage();
      var text = Text.of(own.bundle(), annotation.annotationType(), key, arguments);
      return Refusal.of(ErrorCode.of(own.code()), text).field(field);
    }
    var key = "constraint." + constraint(violation);
    return Refusal.of(
            ErrorCode.INVALID_ARGUMENT,
            CoreText.of(CONSTRAINTS.contains(key) ? key : "constraint", arguments))
        .field(field);
  }

  private static final Set<String> CONSTRAINTS =
      Set.of(
          "constraint.NotNull",
          "constraint.NotBlank",
          "constraint.Size",
          "constraint.Pattern",
          "constraint.Min",
          "constraint.Max");

  private Violations() {}
}
