package io.mcp2p.examples.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.payment.ErrorCode;
import io.mcp2p.payment.Refusal;
import io.mcp2p.tool.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table, narrowed, page by page from the newest row. A page goes on after the last row that was
 * shown, so what is added meanwhile neither repeats nor hides a row.
 */
final class Listing {
  /** The largest page: as many of the longest rows fit into an answer. */
  static final int MAX = 30;

  private static final int DEFAULT = 20;
  private static final Pattern PLACE = Pattern.compile("(\\d{1,15}) ([a-z0-9A-Z_]{1,60})");

  private final String table;
  private final StringBuilder conditions = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  private Listing(String table) {
    this.table = table;
  }

  /** What is asked for of every list. */
  interface Paged {
    @Nullable String cursor();

    @Nullable Integer limit();
  }

  /** What is shown in every list. */
  interface Listed {
    String id();

    Instant createdAt();
  }

  /** All rows. */
  static Listing all(String table) {
    return new Listing(table);
  }

  /** The rows of one merchant. */
  static Listing of(String table, String merchantId) {
    return new Listing(table).where("merchant_id = ?", merchantId);
  }

  /** The rows with one of these ids. */
  static Listing of(String table, Collection<String> ids) {
    var places = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return new Listing(table).narrowed("id in (" + places + ")", ids);
  }

  /** Narrows the list, unless {@code value} is null. */
  Listing where(String condition, @Nullable Object value) {
    return value == null ? this : narrowed(condition, List.of(value));
  }

  private Listing narrowed(String condition, Collection<?> values) {
    conditions.append(conditions.isEmpty() ? " where " : " and ").append(condition);
    arguments.addAll(values);
    return this;
  }

  /** Narrows the list to what was created in a span of time. */
  Listing between(@Nullable Instant from, @Nullable Instant to) {
    return where("created_at >= ?", from).where("created_at < ?", to);
  }

  <T extends Record & Listed, O extends Record> Answer<O> page(
      GatewayDatabase database,
      Class<T> type,
      Paged asked,
      BiFunction<List<T>, @Nullable String, O> output) {
    if (asked.cursor() != null && !goOnAfter(asked.cursor())) {
      return Answer.refused(
          Refusal.of(ErrorCode.INVALID_ARGUMENT, GatewayText.of("cursor")).field("cursor"));
    }
    int limit = asked.limit() == null ? DEFAULT : asked.limit();
    var sql = "select * from %s%s order by created_at desc, id desc limit %d";
    var found =
        database.list(type, sql.formatted(table, conditions, limit + 1), arguments.toArray());
    var items = found.subList(0, Math.min(limit, found.size()));
    return Answer.of(
        output.apply(items, found.size() > limit ? cursor(items.get(limit - 1)) : null));
  }

  private static String cursor(Listed last) {
    var place = last.createdAt().toEpochMilli() + " " + last.id();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
  }

  /** Not signed: wherever it is changed to lead, it leads to rows of the same list. */
  private boolean goOnAfter(String cursor) {
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    var place = PLACE.matcher(text);
    if (!place.matches()) {
      return false;
    }
    narrowed("(created_at, id) < (?, ?)", List.of(Long.valueOf(place.group(1)), place.group(2)));
    return true;
  }
}
