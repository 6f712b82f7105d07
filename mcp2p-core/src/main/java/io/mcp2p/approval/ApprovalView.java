package io.mcp2p.approval;

import io.mcp2p.approval.ApprovalDesk.Asked;
import io.mcp2p.approval.ApprovalDesk.Outcome;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page says: the values of its template, in one language. */
final class ApprovalView {
  private static final Map<String, String> NOTHING = Map.of("minutes", "", "left", "", "phone", "");

  private final PageTexts texts;
  private final PageTemplate template;

  ApprovalView(Approval approval) {
    this.texts = approval.texts();
    this.template = approval.pageTemplate();
  }

  String policy() {
    return template.policy();
  }

  /** {@code notice.approved}, {@code notice.too_many}, … */
  static String key(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /** A page that shows nothing of any payment. */
  String notice(Locale language, String key) {
    var values = words(language, NOTHING);
    values.put("title", texts.of("title." + key, language));
    values.put("message", texts.of("notice." + key, language));
    return template.page(values);
  }

  String form(Locale language, Asked asked, String token, String guard, @Nullable Outcome before) {
    var values =
        words(
            language,
            Map.of(
                "minutes", Long.toString(asked.left().plusSeconds(59).toMinutes()),
                "left", Integer.toString(asked.attemptsLeft()),
                "phone", asked.sentTo()));
    values.put("title", texts.of("title." + asked.kind(), language));
    values.put("form", "yes");
    values.put("action", token);
    values.put("guard", guard);
    values.put("attempt", Integer.toString(asked.attemptsLeft()));
    values.put("client", asked.client() == null ? "" : asked.client());
    values.put("caller", asked.callerId());
    values.put("rail", asked.rail().toUpperCase(Locale.ROOT));
    values.put("kind", texts.of("kind." + asked.kind(), language));
    values.put("amount", asked.amount());
    values.put("payee", asked.payee());
    // Of what is no payment, the money comes from there or none moves.
    var label = asked.kind().equals("payment") ? "label.payee" : "label.subject";
    values.put("payeeLabel", texts.of(label, language));
    values.put("summary", asked.summary());
    values.put("summaryLang", asked.locale().getLanguage());
    values.put("test", asked.test() ? texts.of("test", language) : "");
    values.put("sentTo", asked.sentTo());
    if (asked.sentTo().isEmpty()) {
      values.put("hint_code", texts.of("hint.app", language));
    }
    if (before != null) {
      values.put("error", values.getOrDefault("error_" + key(before), ""));
    }
    return template.page(values);
  }

  private Map<String, String> words(Locale language, Map<String, String> arguments) {
    var values = new HashMap<String, String>();
    values.put("lang", language.getLanguage());
    for (String key : PageTexts.keys()) {
      values.put(PageTemplate.nameOf(key), texts.of(key, language, arguments));
    }
    values.remove("test"); // a value as well as a text: said where it is one
    values.put("minutes", arguments.getOrDefault("minutes", ""));
    values.put("left", arguments.getOrDefault("left", ""));
    return values;
  }
}
