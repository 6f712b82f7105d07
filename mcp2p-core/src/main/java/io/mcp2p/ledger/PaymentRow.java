package io.mcp2p.ledger;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Statements.Guard;
import io.mcp2p.ledger.Statements.Null;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.PaymentId;
import io.mcp2p.payment.PaymentOperation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payment as a row of {@code mcp2p_payment}: the columns in order, and the way there and back.
 */
final class PaymentRow {
  private static final String SUMMARY = "summary";
  private static final String VERIFIER_STATE = "verifier_state";

  static final String ALL =
      """
      id, mode, caller, tool, digest, rail, kind, amount, currency, payee, payee_hash, summary, \
      refund_of, limits, duplicate_of, created_at, challenge_id, phone_hash, sent_to, locale, expires_at, \
      version, state, reference, rail_id, facts, settled_at, updated_at, ask_at, history, \
      sends, last_sent_at, attempts_left, verifier_state, code_hash""";

  private static final String SELECT = "select " + ALL + " from mcp2p_payment ";

  /** What to put for each column, in order. */
  static final String VALUES =
      Stream.of(ALL.split(", ")).map(column -> "?").collect(Collectors.joining(", "));

  static final String INSERT = "insert into mcp2p_payment (" + ALL + ") values (" + VALUES + ")";

  /** Sets what a step may change, of the version that the step was taken from. */
  static final String UPDATE =
      """
      update mcp2p_payment
      set version = ?, state = ?, reference = ?, rail_id = ?, facts = ?, settled_at = ?,
          updated_at = ?, ask_at = ?, history = ?, sends = ?, last_sent_at = ?, attempts_left = ?,
          verifier_state = ?, code_hash = ?
      where id = ? and version = ?""";

  /**
   * Removes personal data from some payments. The version counts on, so that a step that was taken
   * from what was there before does not put any of it back.
   */
  static final String PURGE =
      """
      update mcp2p_payment
      set summary = ':', verifier_state = null, payee = '', payee_hash = '', sent_to = '', phone_hash = '',
          digest = '', code_hash = null, purged_at = ?, version = version + 1
      where id in (
        select id from mcp2p_payment
        where purged_at is null and created_at < ? and updated_at < ? and state <> 'pending'
          and (state not in ('awaiting_code', 'awaiting_call') or expires_at < ?)
        order by created_at limit 500)""";

  private final PersonalData personalData;

  PaymentRow(PersonalData personalData) {
    this.personalData = personalData;
  }

  /** The payments that a condition picks. */
  List<Payment> all(
      Connection connection, Guard guard, String where, @Nullable Object... parameters)
      throws SQLException {
    return Statements.query(
        connection, guard, SELECT + where, Arrays.asList(parameters), this::read);
  }

  List<Object> inserted(Payment payment) {
    var question = payment.question();
    return join(
        List.of(
            payment.id().value(),
            payment.mode().wire(),
            payment.caller(),
            payment.tool(),
            payment.digest(),
            payment.rail(),
            wire(payment.kind()),
            payment.amount().minorUnits(),
            payment.amount().currency().getCurrencyCode(),
            payment.payee(),
            payment.payeeHash(),
            personalData.seal(payment.id(), SUMMARY, payment.summary()),
            Null.or(payment.refundOf()),
            PaymentJson.limits(payment.limits()),
            payment.duplicateOf() == null ? Null.TEXT : payment.duplicateOf().value(),
            payment.createdAt().toEpochMilli(),
            question.challengeId(),
            question.phoneHash(),
            question.sentTo(),
            question.locale(),
            question.expiresAt().toEpochMilli()),
        changing(payment));
  }

  List<Object> updated(Payment current, Payment next) {
    return join(changing(next), List.of(current.id().value(), current.version()));
  }

  static List<Object> purged(Instant now, long before) {
    return List.of(now.toEpochMilli(), before, before, before);
  }

  private List<Object> changing(Payment payment) {
    var question = payment.question();
    var state = question.verifierState();
    return List.of(
        payment.version(),
        payment.state().wire(),
        Null.or(payment.reference()),
        Null.or(payment.railId()),
        PaymentJson.facts(payment.facts()),
        Null.or(millis(payment.settledAt())),
        payment.updatedAt().toEpochMilli(),
        Null.or(millis(payment.askAt())),
        PaymentJson.history(payment.history()),
        question.sends(),
        question.lastSentAt().toEpochMilli(),
        question.attemptsLeft(),
        state == null ? Null.TEXT : personalData.seal(payment.id(), VERIFIER_STATE, state),
        Null.or(question.codeHash()));
  }

  private Payment read(ResultSet row) throws SQLException {
    var id = new PaymentId(text(row, "id"));
    var verifierState = row.getString("verifier_state");
    var duplicateOf = row.getString("duplicate_of");
    return new Payment(
        id,
        row.getInt("version"),
        text(row, "caller"),
        Mode.valueOf(text(row, "mode").toUpperCase(Locale.ROOT)),
        text(row, "tool"),
        text(row, "digest"),
        text(row, "rail"),
        PaymentOperation.Kind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT)),
        Money.of(row.getLong("amount"), text(row, "currency")),
        text(row, "payee"),
        text(row, "payee_hash"),
        personalData.open(id, SUMMARY, text(row, "summary")),
        row.getString("refund_of"),
        PaymentJson.state(text(row, "state")),
        new Question(
            text(row, "challenge_id"),
            text(row, "phone_hash"),
            text(row, "sent_to"),
            text(row, "locale"),
            Instant.ofEpochMilli(row.getLong("expires_at")),
            row.getInt("sends"),
            Instant.ofEpochMilli(row.getLong("last_sent_at")),
            row.getInt("attempts_left"),
            verifierState == null ? null : personalData.open(id, VERIFIER_STATE, verifierState),
            row.getString("code_hash")),
        row.getString("reference"),
        PaymentJson.facts(text(row, "facts")),
        PaymentJson.limits(text(row, "limits")),
        duplicateOf == null ? null : new PaymentId(duplicateOf),
        instant(row, "settled_at"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        instant(row, "ask_at"),
        PaymentJson.history(text(row, "history")));
  }

  static String wire(PaymentOperation.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getString(column), column);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static List<Object> join(List<Object> first, List<Object> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
