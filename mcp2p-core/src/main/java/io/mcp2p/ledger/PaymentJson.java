package io.mcp2p.ledger;

import io.mcp2p.payment.Limit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of a payment that no query looks into, each as one text that a person can read. */
final class PaymentJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PaymentJson() {}

  static String facts(Map<String, String> facts) {
    return JSON.writeValueAsString(new TreeMap<>(facts));
  }

  static Map<String, String> facts(String json) {
    var facts = new TreeMap<String, String>();
    JSON.readTree(json)
        .properties()
        .forEach(it -> facts.put(it.getKey(), it.getValue().asString()));
    return facts;
  }

  static String limits(List<Limit> limits) {
    var array = JSON.createArrayNode();
    for (Limit limit : limits) {
      array
          .addObject()
          .put("rule", limit.rule())
          .put("bucket", limit.bucket())
          .put("weight", limit.weight())
          .put("max", limit.max())
          .put("since", limit.since().toString())
          .put("enforced", limit.enforced());
    }
    return JSON.writeValueAsString(array);
  }

  static List<Limit> limits(String json) {
    var limits = new ArrayList<Limit>();
    for (JsonNode limit : JSON.readTree(json)) {
      limits.add(
          new Limit(
              limit.get("rule").asString(),
              limit.get("bucket").asString(),
              limit.get("weight").asLong(),
              limit.get("max").asLong(),
              Instant.parse(limit.get("since").asString()),
              limit.get("enforced").asBoolean()));
    }
    return limits;
  }

  static String history(List<PaymentEvent> history) {
    var array = JSON.createArrayNode();
    for (PaymentEvent event : history) {
      array
          .addObject()
          .put("at", event.at().toString())
          .put("state", event.state().wire())
          .put("what", event.what());
    }
    return JSON.writeValueAsString(array);
  }

  static List<PaymentEvent> history(String json) {
    var history = new ArrayList<PaymentEvent>();
    for (JsonNode event : JSON.readTree(json)) {
      history.add(
          new PaymentEvent(
              Instant.parse(event.get("at").asString()),
              state(event.get("state").asString()),
              event.get("what").asString()));
    }
    return history;
  }

  static PaymentState state(String wire) {
    return PaymentState.valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
