package io.mcp2p.approval;

import io.mcp2p.payment.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The page's words: the host's own where it has set them, else those of the bundle. */
final class PageTexts {
  private static final String BUNDLE = "io.mcp2p.approval.messages";
  private static final List<String> LANGUAGES = List.of("en", "es", "pt");

  private final Map<String, String> own;

  PageTexts(Map<String, String> own) {
    this.own = Map.copyOf(own);
  }

  static void requireKey(String key) {
    try {
      var unused = bundle().getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalArgumentException("the page has no text " + key, e);
    }
  }

  static List<String> keys() {
    return bundle().keySet().stream().sorted().toList();
  }

  private static ResourceBundle bundle() {
    return ResourceBundle.getBundle(BUNDLE, Locale.ROOT, PageTexts.class.getClassLoader());
  }

  static String id(String key, Locale language) {
    return language.getLanguage() + " " + key;
  }

  String of(String key, Locale language) {
    return of(key, language, Map.of());
  }

  String of(String key, Locale language, Map<String, String> arguments) {
    var text = own.get(id(key, language));
    if (text == null) {
      return Text.of(BUNDLE, PageTexts.class, key, arguments).in(language);
    }
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      text = text.replace("{" + argument.getKey() + "}", argument.getValue());
    }
    return text;
  }

  /**
   * The language of an {@code Accept-Language} header that the page speaks and the person likes
   * best.
   */
  static Locale language(@Nullable String header, Locale otherwise) {
    var ranges = new ArrayList<Locale.LanguageRange>();
    if (header != null && header.length() <= 200) {
      try {
        ranges.addAll(Locale.LanguageRange.parse(header));
      } catch (IllegalArgumentException e) {
        // A header that cannot be read names no language.
      }
    }
    var found = Locale.lookupTag(ranges, LANGUAGES);
    var language = found == null ? otherwise.getLanguage() : found;
    return Locale.forLanguageTag(LANGUAGES.contains(language) ? language : "en");
  }
}
