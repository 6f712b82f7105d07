package io.mcp2p.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a model reads of an argument. Every component of an input record has one, or an annotation
 * that has one.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.ANNOTATION_TYPE
})
public @interface Described {

  /** What the argument means, its unit and where to get it; one or two sentences in English. */
  String value();

  /** Examples, each as it stands in JSON, a text without its quotes; at least one an argument. */
  String[] examples() default {};
}
