package io.mcp2p.payment;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

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
  // English is the base bundle; the machine's own default locale must never decide.
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  // The JDK looks in its own for a microsecond each time. Gone with the class, as in a
  // redeployment.
  private static final ClassValue<Map<Sought, ResourceBundle>> FOUND =
      new ClassValue<>() {
        @Override
        protected Map<Sought, ResourceBundle> computeValue(Class<?> owner) {
          return new ConcurrentHashMap<>();
        }
      };

  private static final int MAX_FOUND = 100;

  private record Sought(String bundle, Locale locale) {}

  static String pattern(String bundle, Class<?> owner, String key, Locale locale) {
    try {
      return bundle(new Sought(bundle, locale), owner).getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalStateException("no text " + key + " in " + bundle, e);
    }
  }

  private static ResourceBundle bundle(Sought sought, Class<?> owner) {
    var found = FOUND.get(owner);
    var known = found.get(sought);
    if (known != null) {
      return known;
    }
    var loader = owner.getClassLoader();
    var bundle = ResourceBundle.getBundle(sought.bundle, sought.locale, loader, NO_FALLBACK);
    if (found.size() < MAX_FOUND) { // locales may be what callers say
      found.put(sought, bundle);
    }
    return bundle;
  }

  /** By hand, because every call puts some texts into words, and a regex takes five times that. */
  static String fill(String pattern, Map<String, ?> arguments, Locale locale) {
    var filled = new StringBuilder(2 * pattern.length());
    int from = 0;
    for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', open + 1)) {
      int close = endOfName(pattern, open + 1);
      if (close > open + 1 && close < pattern.length() && pattern.charAt(close) == '}') {
        var name = pattern.substring(open + 1, close);
        var value = arguments.get(name);
        if (value == null) {
          throw new IllegalStateException("no value for {" + name + "}: " + pattern);
        }
        filled.append(pattern, from, open);
        filled.append(value instanceof Text nested ? nested.in(locale) : value);
        from = close + 1;
      }
    }
    return filled.append(pattern, from, pattern.length()).toString();
  }

  private static int endOfName(String pattern, int from) {
    int end = from;
    while (end < pattern.length() && isOfName(pattern.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private BundleText() {}
}
