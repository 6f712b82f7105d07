package io.mcp2p.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on a Bean Validation constraint of a rail's or a host's own, and says how its violation is
 * reported: with which code, and in whose words. The constraint's message template is the key of a
 * text in that bundle, whose placeholders are {@code {field}} and the constraint's attributes.
 * Constraints without this annotation are reported as {@code INVALID_ARGUMENT}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface RefusedAs {

  /** The error code, {@code SPEI_INVALID_CLABE}. */
  String code();

  /** Base name of the resource bundle, in the jar of the constraint. */
  String bundle();
}
