package io.mcp2p;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Mode;
import io.mcp2p.payment.IdSource;
import io.mcp2p.payment.KeyedHash;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private static final KeyedHash HASH =
      KeyedHash.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));

  private final Bindings bindings = new Bindings(HASH);

  /** Nodes of two versions may share a ledger, and a replay must be known the day after. */
  @Test
  void digest_isThatOfEveryVersionBefore() {
    var arguments =
        "{\"dish\":\"so\\u00F1p\",\"amount\":15000,\"guests\":2,\"bill\":null,\"spicy\":true,"
            + "\"drink\":\"TEA\",\"at\":\"2026-03-02T15:00:00Z\","
            + "\"extras\":[\"pan \\uD83C\\uDF5E\",\"\\uD83C\"],\"table\":null}";

    assertThat(digest("ana", Mode.TEST, lunch(null)))
        .isEqualTo(HASH.of("payment", "ana", "test", "lunch_order", arguments));
  }

  @Test
  void digest_isOfEveryArgumentButTheCode_ofWhoAsks_andForWhat() {
    var first = digest("ana", Mode.TEST, lunch(null));

    assertThat(digest("ana", Mode.TEST, lunch("123456"))).isEqualTo(first);
    assertThat(digest("bruno", Mode.TEST, lunch(null))).isNotEqualTo(first);
    assertThat(digest("ana", Mode.LIVE, lunch(null))).isNotEqualTo(first);
    assertThat(bindings.digest("other", lunch(null), call("ana", Mode.TEST))).isNotEqualTo(first);
  }

  /** A batch of the orders of another tool, under an annotation that many put on all they read. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Lunches(List<LunchInput> all, @Nullable String verificationCode)
      implements Approvable {}

  @Test
  void digest_isOfAllThatAHostsRecordHolds_andStillNotOfTheCode() {
    var first = lunches(lunch("111111"), null);

    assertThat(lunches(lunch("111111"), "123456")).isEqualTo(first);
    assertThat(lunches(lunch("999999"), null)).isNotEqualTo(first);
  }

  private String lunches(LunchInput one, @Nullable String code) {
    return bindings.digest("lunches", new Lunches(List.of(one), code), call("ana", Mode.TEST));
  }

  private String digest(String caller, Mode mode, LunchInput input) {
    return bindings.digest("lunch_order", input, call(caller, mode));
  }

  private static ToolCall call(String caller, Mode mode) {
    var by = new Caller(caller, Set.of(), Locale.ENGLISH);
    return new ToolCall(by, mode, Instant.EPOCH, IdSource.random(), null);
  }

  private static LunchInput lunch(@Nullable String code) {
    return new LunchInput(
        "soñp",
        15000L,
        2,
        null,
        true,
        LunchInput.Drink.TEA,
        Instant.parse("2026-03-02T15:00:00Z"),
        List.of("pan 🍞", "\uD83C"),
        null,
        code);
  }
}
