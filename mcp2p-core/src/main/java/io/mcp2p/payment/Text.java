package io.mcp2p.payment;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence that is put into words when it is known who reads it. Immutable.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Text {

  /** Returns the sentence in {@code locale}, in English where there is no translation. */
  String in(Locale locale);

  /** Returns a text that is the same in every language. */
  static Text of(String literal) {
    return locale -> literal;
  }

  /**
   * Returns the text {@code key} of a resource bundle, its {@code {name}} placeholders filled from
   * {@code arguments}. An argument that is itself a {@link Text} is put into the same language.
   *
   * @param bundle base name of the bundle, in the class path of {@code owner}
   * @param owner a class of the jar that holds the bundle
   */
  static Text of(String bundle, Class<?> owner, String key, Map<String, ?> arguments) {
    var copy = Map.copyOf(arguments);
    return locale -> BundleText.fill(BundleText.pattern(bundle, owner, key, locale), copy, locale);
  }
}

/** Looks a text up and fills it; a key that is missing is a bug that shows its name. */
final class BundleText {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  // English is the base bundle; the machine's own default locale must never decide.
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  static String pattern(String bundle, Class<?> owner, String key, Locale locale) {
    try {
      var loader = owner.getClassLoader();
      return ResourceBundle.getBundle(bundle, locale, loader, NO_FALLBACK).getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalStateException("no text " + key + " in " + bundle, e);
    }
  }

  static String fill(String pattern, Map<String, ?> arguments, Locale locale) {
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(
            match -> {
              Object value = arguments.get(match.group(1));
              if (value == null) {
                throw new IllegalStateException("no value for " + match.group() + ": " + pattern);
              }
              var text = value instanceof Text nested ? nested.in(locale) : value.toString();
              return Matcher.quoteReplacement(text);
            });
  }

  private BundleText() {}
}
