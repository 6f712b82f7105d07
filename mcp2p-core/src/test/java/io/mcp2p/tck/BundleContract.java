package io.mcp2p.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a bundle of messages is: the same keys and the same placeholders in English, Spanish and
 * Portuguese. Extend it, name the bundles, inherit the tests.
 *
 * @since 0.1
 */
public abstract class BundleContract {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
  private static final List<String> TRANSLATIONS = List.of("_es", "_pt");

  /** Returns the bundles' paths on the class path, without suffix: {@code io/mcp2p/messages}. */
  protected abstract List<String> bundles();

  @TestFactory
  Stream<DynamicTest> translations_haveTheKeysOfTheEnglishText() {
    return translations((english, other) -> assertThat(other.keySet()).isEqualTo(english.keySet()));
  }

  @TestFactory
  Stream<DynamicTest> translations_haveThePlaceholdersOfTheEnglishText() {
    return translations(
        (english, other) ->
            english.forEach(
                (key, text) ->
                    assertThat(placeholders(other.getOrDefault(key, "")))
                        .as(key)
                        .isEqualTo(placeholders(text))));
  }

  @TestFactory
  Stream<DynamicTest> translations_areNotTheEnglishText() {
    return translations(
        (english, other) ->
            english.forEach(
                (key, text) -> {
                  if (text.split(" ").length > 3) {
                    assertThat(other.get(key)).as(key).isNotEqualTo(text);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> texts_areWellFormed() {
    return bundles().stream()
        .flatMap(bundle -> Stream.of(bundle, bundle + "_es", bundle + "_pt"))
        .map(
            file ->
                dynamicTest(
                    file,
                    () -> {
                      var texts = load(file);
                      assertThat(texts).isNotEmpty();
                      texts.forEach(
                          (key, text) -> {
                            assertThat(text).as(key).isNotBlank().doesNotContain("\uFFFD");
                            assertThat(PLACEHOLDER.matcher(text).replaceAll(""))
                                .as("braces of " + key)
                                .doesNotContain("{", "}");
                          });
                    }));
  }

  private Stream<DynamicTest> translations(
      BiConsumer<Map<String, String>, Map<String, String>> check) {
    return bundles().stream()
        .flatMap(
            bundle ->
                TRANSLATIONS.stream()
                    .map(
                        suffix ->
                            dynamicTest(
                                bundle + suffix,
                                () -> check.accept(load(bundle), load(bundle + suffix)))));
  }

  private static List<String> placeholders(String text) {
    var found = new ArrayList<String>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found.stream().sorted().toList();
  }

  private Map<String, String> load(String path) {
    var texts = new TreeMap<String, String>();
    try (var stream = getClass().getClassLoader().getResourceAsStream(path + ".properties")) {
      assertThat(stream).as(path + ".properties").isNotNull();
      new NoRepeats(texts).load(new InputStreamReader(stream, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /** Reads into a map, and fails where a key comes twice, of which the first would be lost. */
  private static final class NoRepeats extends Properties {
    private final transient Map<String, String> texts;

    NoRepeats(Map<String, String> texts) {
      this.texts = texts;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      assertThat(texts.put((String) key, (String) value)).as("repeated: " + key).isNull();
      return super.put(key, value);
    }
  }
}
