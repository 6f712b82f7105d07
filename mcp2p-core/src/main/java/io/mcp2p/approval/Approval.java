package io.mcp2p.approval;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page on which a person sees what an agent wants to pay, and approves it with the code or
 * declines it: so that the code never meets the model. Immutable.
 *
 * <pre>{@code
 * Mcp2pServer.builder()
 *     .approval(Approval.page(URI.create("https://pay.example/approve")))
 * }</pre>
 *
 * @since 0.1
 */
public final class Approval {
  private static final Set<String> LANGUAGES = Set.of("en", "es", "pt");
  private static final Set<String> LOGO_TYPES = Set.of("image/png", "image/jpeg", "image/webp");
  private static final int MAX_LOGO = 64 * 1024;

  private final URI baseUrl;
  private final Map<String, String> texts;
  private final Colours light;
  private final Colours dark;
  private final String logo;
  private final String logoText;
  private final String template;
  private final @Nullable LoginCheck login;

  private Approval(
      URI baseUrl,
      Map<String, String> texts,
      Colours light,
      Colours dark,
      String logo,
      String logoText,
      String template,
      @Nullable LoginCheck login) {
    this.baseUrl = baseUrl;
    this.texts = Map.copyOf(texts);
    this.light = light;
    this.dark = dark;
    this.logo = logo;
    this.logoText = logoText;
    this.template = template;
    this.login = login;
  }

  /**
   * Returns the page as it comes, for whoever has the link.
   *
   * @param baseUrl where people reach the servlet; a link is this, a slash and an unguessable token
   * @throws IllegalArgumentException if it is no {@code https://host/path}; {@code http} will do
   *     for {@code localhost}, {@code 127.0.0.1} and {@code [::1]}
   */
  public static Approval page(URI baseUrl) {
    return new Approval(
        required(baseUrl),
        Map.of(),
        Colours.LIGHT,
        Colours.DARK,
        "",
        "",
        PageTemplate.standard(),
        null);
  }

  private static URI required(URI url) {
    boolean here =
        url.getHost() != null
            && Set.of("localhost", "127.0.0.1", "[::1]")
                .contains(url.getHost().toLowerCase(Locale.ROOT));
    boolean safe = "https".equals(url.getScheme()) || (here && "http".equals(url.getScheme()));
    if (url.getHost() == null
        || !safe
        || url.getRawPath() == null
        || !url.getRawPath().matches("(/[A-Za-z0-9._~-]+)+")
        || url.getRawQuery() != null
        || url.getRawFragment() != null
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the approval page's URL is https://host/path, or http on this machine alone: " + url);
    }
    return url;
  }

  /**
   * Shows nothing of a payment before {@code check} has said yes. Without one, whoever has the link
   * sees the payment; to approve it takes the code.
   */
  public Approval loginCheck(LoginCheck check) {
    return new Approval(
        baseUrl,
        texts,
        light,
        dark,
        logo,
        logoText,
        template,
        Objects.requireNonNull(check, "check"));
  }

  /**
   * Replaces a text of the page in one language. The keys, and the placeholders that a text may
   * hold, are those of {@code io/mcp2p/approval/messages.properties}.
   *
   * @throws IllegalArgumentException if there is no such key or language
   */
  public Approval text(String key, Locale language, String text) {
    if (!LANGUAGES.contains(language.getLanguage())) {
      throw new IllegalArgumentException("the page speaks en, es and pt, not " + language);
    }
    PageTexts.requireKey(key);
    var more = new HashMap<>(texts);
    more.put(PageTexts.id(key, language), Objects.requireNonNull(text, "text"));
    return new Approval(baseUrl, more, light, dark, logo, logoText, template, login);
  }

  /** Sets the colours in light and in dark mode, between which the person's device chooses. */
  public Approval colours(Colours light, Colours dark) {
    return new Approval(
        baseUrl,
        texts,
        Objects.requireNonNull(light, "light"),
        Objects.requireNonNull(dark, "dark"),
        logo,
        logoText,
        template,
        login);
  }

  /**
   * Sets a picture for the top of the page, which is sent inside of it.
   *
   * @param image the file's bytes, at most 64 KiB
   * @param type {@code image/png}, {@code image/jpeg} or {@code image/webp}
   * @param name what it shows, for those who do not see it: the bank's name
   * @throws IllegalArgumentException if it is too large, of another type or has no name
   */
  public Approval logo(byte[] image, String type, String name) {
    if (image.length == 0 || image.length > MAX_LOGO || !LOGO_TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "a logo is a PNG, JPEG or WebP of at most 64 KiB; this is "
              + image.length
              + " bytes of "
              + type);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("a logo needs a name, for people who do not see it");
    }
    var data = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(image);
    return new Approval(baseUrl, texts, light, dark, data, name, template, login);
  }

  /**
   * Replaces the whole page. {@code {{name}}} is a value, always escaped; {@code
   * {{#name}}…{{/name}}} a part that is there if the value is. The names are in docs/approval.md;
   * {@code mcp2p-core}'s {@code io/mcp2p/approval/page.html} is what to begin with. Scripts and
   * whatever comes from elsewhere are blocked by the page's content security policy.
   *
   * @throws IllegalArgumentException if it names an unknown value, a part does not end, or it lacks
   *     what a form needs: {@code {{action}}}, {@code {{guard}}}, {@code {{attempt}}}
   */
  public Approval template(String html) {
    PageTemplate.check(html);
    return new Approval(baseUrl, texts, light, dark, logo, logoText, html, login);
  }

  /** Returns where people reach the page, without a slash at the end. */
  public URI baseUrl() {
    return baseUrl;
  }

  boolean isSecure() {
    return "https".equals(baseUrl.getScheme());
  }

  /** The origin of the page as a browser names it. */
  String origin() {
    var port = baseUrl.getPort() < 0 ? "" : ":" + baseUrl.getPort();
    return (baseUrl.getScheme() + "://" + baseUrl.getHost() + port).toLowerCase(Locale.ROOT);
  }

  boolean isAllowed(HttpServletRequest request, String callerId) {
    return login == null || login.isAllowed(request, callerId);
  }

  PageTexts texts() {
    return new PageTexts(texts);
  }

  PageTemplate pageTemplate() {
    return PageTemplate.of(template, light, dark, logo, logoText);
  }
}
