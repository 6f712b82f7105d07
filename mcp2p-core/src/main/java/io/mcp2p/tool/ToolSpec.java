package io.mcp2p.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a tool presents itself. Immutable.
 *
 * @param name {@code rail_verb_object}: 1 to 64 of {@code [a-z0-9_]}
 * @param title for people, a few words
 * @param description for models: what it does, what it does not, which tool comes next
 * @param scope what a caller must hold; decides both what is listed and what may be called
 * @param readOnly whether it changes nothing
 * @param openWorld whether it reaches beyond this server
 * @param input the record of its arguments
 * @param output the record of its data
 * @param <I> the record of its arguments
 * @param <O> the record of its data
 * @since 0.1
 */
public record ToolSpec<I extends Record, O extends Record>(
    String name,
    String title,
    String description,
    String scope,
    boolean readOnly,
    boolean openWorld,
    Class<I> input,
    Class<O> output) {
  private static final int LONGEST_NAME = 64;

  /** The first argument of a record without description; a tool may make its spec at each call. */
  private static final ClassValue<Optional<String>> UNDESCRIBED =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> input) {
          return Arrays.stream(input.getRecordComponents())
              .filter(it -> Stream.of(it.getAnnotations()).noneMatch(ToolSpec::describes))
              .map(RecordComponent::getName)
              .findFirst();
        }
      };

  private static boolean isName(String name) {
    boolean isName = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; isName && i < name.length(); i++) {
      char c = name.charAt(i);
      isName = (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '_'));
    }
    return isName;
  }

  private static boolean describes(Annotation annotation) {
    var text =
        annotation instanceof Described own
            ? own
            : annotation.annotationType().getAnnotation(Described.class);
    return text != null && !text.value().isBlank() && text.examples().length > 0;
  }

  /**
   * @throws IllegalArgumentException if the name has another form, a text is blank, or an argument
   *     is not described
   */
  public ToolSpec {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "tool " + name + ": a name is 1 to 64 of a-z, 0-9 and _, and begins with a letter");
    }
    if (title.isBlank() || description.isBlank() || scope.isBlank()) {
      throw new IllegalArgumentException("tool " + name + " needs a title, a description, a scope");
    }
    UNDESCRIBED
        .get(input)
        .ifPresent(
            argument -> {
              throw new IllegalArgumentException(
                  "tool " + name + ": argument " + argument + " needs @Described with an example");
            });
  }

  /** Starts the description of a tool that only reads, and only from this server. */
  public static <I extends Record, O extends Record> ToolSpec<I, O> reading(
      String name, Class<I> input, Class<O> output, String scope, String title, String text) {
    return new ToolSpec<>(name, title, text, scope, true, false, input, output);
  }

  /** Starts the description of a tool that changes something beyond this server. */
  public static <I extends Record, O extends Record> ToolSpec<I, O> writing(
      String name, Class<I> input, Class<O> output, String scope, String title, String text) {
    return new ToolSpec<>(name, title, text, scope, false, true, input, output);
  }

  /** Returns a copy that says that the tool reaches beyond this server. */
  public ToolSpec<I, O> reachingOut() {
    return new ToolSpec<>(name, title, description, scope, readOnly, true, input, output);
  }
}
