package io.mcp2p;

import static io.mcp2p.TinyServer.LUNCH;
import static io.mcp2p.TinyServer.SEND;
import static io.mcp2p.TinyServer.STATUS;
import static io.mcp2p.TinyServer.code;
import static io.mcp2p.TinyServer.data;
import static io.mcp2p.TinyServer.detail;
import static io.mcp2p.TinyServer.status;
import static io.mcp2p.TinyServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Caller;
import io.mcp2p.auth.Scope;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final Map<String, String> UNKNOWN = Map.of("reference", "TINY-UNKNOWN");

  private final TinyServer server = TinyServer.open();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mcp:payments:write, mcp:spei:payments:write",
    "host:greet, host:spei:greet",
    "greet, spei:greet"
  })
  void scopeOnARail_namesIt(String scope, String narrowed) {
    assertThat(Scope.on("spei", scope)).isEqualTo(narrowed);
    assertThat(ana(narrowed).may(scope, "spei")).isTrue();
    assertThat(ana(narrowed).mayOnSomeRail(scope)).isTrue();
    assertThat(ana(narrowed).may(scope)).isFalse();
    assertThat(ana(narrowed).may(scope, "pix")).isFalse();
    assertThat(ana(scope).may(scope, "spei")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp::payments:write",
        "mcp:payments:write:",
        "mcp:a:b:payments:write",
        "xmcp:spei:payments:write",
        "mcp:spei:payments:read",
        "payments:write",
        "mcp:*",
        "MCP:payments:write"
      })
  void scopeThatOnlyLooksAlike_allowsNothing(String held) {
    assertThat(ana(held).may(Scope.PAYMENTS_WRITE)).isFalse();
    assertThat(ana(held).may(Scope.PAYMENTS_WRITE, "spei")).isFalse();
    assertThat(ana(held).mayOnSomeRail(Scope.PAYMENTS_WRITE)).isFalse();
  }

  @Test
  void scopeOnTheRail_opensItsTools() {
    var reader = ana("mcp:tiny:payments:read");
    var writer = ana("mcp:tiny:payments:write");

    assertThat(code(server.call(STATUS, UNKNOWN, reader))).isEqualTo("TINY_TRANSACTION_NOT_FOUND");
    assertThat(code(server.call(SEND, LUNCH, reader))).isEqualTo("FORBIDDEN");
    assertThat(status(server.call(SEND, LUNCH, writer))).isEqualTo("2fa_required");
    assertThat(code(server.call(STATUS, UNKNOWN, writer))).isEqualTo("FORBIDDEN");
  }

  @Test
  void scopeOnAnotherRail_opensNothing() {
    var other = ana("mcp:spei:payments:write", "mcp:spei:payments:read");
    var refused = server.call(SEND, LUNCH, other);

    assertThat(code(refused)).isEqualTo("FORBIDDEN");
    assertThat(detail(refused, "scope")).isEqualTo("mcp:payments:write");
    assertThat(code(server.call(STATUS, UNKNOWN, other))).isEqualTo("FORBIDDEN");
  }

  @Test
  void toolsOverAllRails_showWhatTheScopeOnARailAllows() {
    var paid = server.pay(LUNCH);
    var id = Map.of("paymentId", text(paid, "paymentId"));
    var onTiny = ana("mcp:tiny:payments:read");
    var onSpei = ana("mcp:spei:payments:read", "mcp:spei:payments:write");

    assertThat(status(server.call("payments_get", id, onTiny))).isEqualTo("settled");
    assertThat(code(server.call("payments_cancel", id, onTiny))).isEqualTo("FORBIDDEN");
    assertThat(code(server.call("payments_get", id, onSpei))).isEqualTo("FORBIDDEN");
    assertThat(code(server.call("payments_cancel", id, onSpei))).isEqualTo("FORBIDDEN");
    var reference = Map.of("reference", text(paid, "reference"));
    assertThat(status(server.call("payments_get", reference, onTiny))).isEqualTo("settled");
    assertThat(code(server.call("payments_get", reference, onSpei))).isEqualTo("FORBIDDEN");
  }

  @Test
  void listOverAllRails_needsTheScopeOverAllRails() {
    server.pay(LUNCH);
    var onTiny = ana("mcp:tiny:payments:read");

    var all = server.call("payments_list", Map.of(), onTiny);
    assertThat(code(all)).isEqualTo("FORBIDDEN");
    assertThat(detail(all, "field")).isEqualTo("rail");
    assertThat(code(server.call("payments_list", Map.of("rail", "spei"), onTiny)))
        .isEqualTo("FORBIDDEN");
    var tiny = server.call("payments_list", Map.of("rail", "tiny"), onTiny);
    assertThat(data(tiny).path("items")).hasSize(1);
  }

  private static Caller ana(String... scopes) {
    return new Caller("ana", Set.of(scopes), Locale.ENGLISH);
  }
}
