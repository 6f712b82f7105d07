package io.mcp2p.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The page's template with its style, and the content security policy that allows just these. */
final class PageTemplate {
  /** Values that the servlet gives, besides the texts of the bundle. */
  static final Set<String> VALUES =
      Set.of(
          "lang",
          "title",
          "error",
          "message",
          "form",
          "action",
          "guard",
          "attempt",
          "client",
          "caller",
          "rail",
          "kind",
          "amount",
          "payee",
          "payeeLabel",
          "summary",
          "summaryLang",
          "test",
          "sentTo",
          "minutes",
          "left",
          "logo",
          "logoText");

  private static final Pattern STYLE = Pattern.compile("(?is)<style[^>]*>(.*?)</style>");
  private static final String CSS = "{{css}}";

  private final Template template;
  private final String policy;
  private final Map<String, String> fixed;

  private PageTemplate(Template template, String policy, Map<String, String> fixed) {
    this.template = template;
    this.policy = policy;
    this.fixed = fixed;
  }

  static String standard() {
    return resource("page.html");
  }

  static void check(String html) {
    for (String needed :
        List.of("{{action}}", "{{guard}}", "{{attempt}}", "{{error}}", "{{message}}")) {
      if (!html.contains(needed)) {
        throw new IllegalArgumentException("the template lacks " + needed);
      }
    }
    var unused = of(html, Colours.LIGHT, Colours.DARK, "", "");
  }

  /** The names that a template may use. */
  static Set<String> names() {
    var names = new TreeSet<>(VALUES);
    PageTexts.keys().forEach(key -> names.add(nameOf(key)));
    return names;
  }

  /** {@code label.code} is {@code {{label_code}}} in a template. */
  static String nameOf(String key) {
    return key.replace('.', '_');
  }

  static PageTemplate of(String html, Colours light, Colours dark, String logo, String logoText) {
    var styled = html.replace(CSS, css(light, dark));
    var hashes = new HashSet<String>();
    for (var style = STYLE.matcher(styled); style.find(); ) {
      if (style.group(1).contains("{{")) {
        throw new IllegalArgumentException("a style holds no values but {{css}}");
      }
      hashes.add("'sha256-" + hash(style.group(1)) + "'");
    }
    var policy =
        "default-src 'none'; style-src "
            + (hashes.isEmpty() ? "'none'" : String.join(" ", new TreeSet<>(hashes)))
            + "; img-src "
            + (html.contains("data:") || !logo.isEmpty() ? "data:" : "'none'")
            + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    return new PageTemplate(
        Template.of(styled, names()), policy, Map.of("logo", logo, "logoText", logoText));
  }

  private static String css(Colours light, Colours dark) {
    return resource("page.css")
        .replace("/*light*/", properties(light))
        .replace("/*dark*/", properties(dark));
  }

  private static String properties(Colours colours) {
    return "--background:%s;--text:%s;--accent:%s;--on-accent:%s"
        .formatted(colours.background(), colours.text(), colours.accent(), colours.onAccent());
  }

  private static String hash(String style) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (var in = PageTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("mcp2p's jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the header {@code Content-Security-Policy} is to say. */
  String policy() {
    return policy;
  }

  String page(Map<String, String> values) {
    var all = new LinkedHashMap<>(fixed);
    all.putAll(values);
    return template.with(all);
  }
}
