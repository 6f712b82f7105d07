package io.mcp2p.ledger;

import io.mcp2p.ledger.Statements.Guard;
import io.mcp2p.payment.Limit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An opening in SQL, within one transaction. */
final class SqlOpening extends StepwiseOpening<SQLException> {
  /** Equal payments that may answer a call, or that the person should know of. */
  static final String RECENTLY_EQUAL =
      """
      digest = ? and mode = ? and caller = ?
      and ((state in ('pending', 'settled', 'returned') and updated_at > ?)
        or (state in ('declined', 'rejected') and expires_at > ?))""";

  private final Connection connection;
  private final Dialect dialect;
  private final PaymentRow row;

  SqlOpening(Connection connection, Dialect dialect, PaymentRow row, Payment payment, Instant now) {
    super(payment, now);
    this.connection = connection;
    this.dialect = dialect;
    this.row = row;
  }

  /** The parameters of {@link #RECENTLY_EQUAL}. */
  static List<Object> recentlyEqual(Payment payment, Instant now) {
    return List.of(
        payment.digest(),
        payment.mode().wire(),
        payment.caller(),
        now.minus(Payment.DUPLICATE_WINDOW).toEpochMilli(),
        now.toEpochMilli());
  }

  @Override
  Optional<Payment> open() throws SQLException {
    return row
        .all(
            connection,
            Guard.NONE,
            """
            where phone_hash = ? and mode = ? and caller = ?
              and state in ('awaiting_code', 'awaiting_call') and expires_at > ?
            order by seq desc limit 1
            """
                + dialect.forUpdate(),
            payment.question().phoneHash(),
            payment.mode().wire(),
            payment.caller(),
            now.toEpochMilli())
        .stream()
        .findFirst();
  }

  @Override
  List<Payment> recentlyEqual() throws SQLException {
    return row.all(
        connection,
        Guard.NONE,
        "where " + RECENTLY_EQUAL + " order by seq desc limit 20",
        recentlyEqual(payment, now).toArray());
  }

  @Override
  boolean exceeds(Limit limit, Optional<Payment> givesWay) throws SQLException {
    var mode = payment.mode().wire();
    var since = JdbcLedger.atOrAfter(limit.since());
    // All that was ever counted is at least what still counts, and one walk along an index.
    return exceeds(
            limit,
            """
            from mcp2p_payment_limit it
            where it.mode = ? and it.bucket = ? and it.created_at >= ?""",
            List.of(mode, limit.bucket(), since))
        && exceeds(
            limit,
            """
            from mcp2p_payment_limit it join mcp2p_payment payment on payment.id = it.payment_id
            where it.mode = ? and it.bucket = ? and it.created_at >= ? and it.payment_id <> ?
              and (payment.state in ('pending', 'settled', 'returned')
                or (payment.state in ('awaiting_code', 'awaiting_call') and payment.expires_at > ?))""",
            List.of(
                mode,
                limit.bucket(),
                since,
                givesWay.map(it -> it.id().value()).orElse(""),
                now.toEpochMilli()));
  }

  private boolean exceeds(Limit limit, String from, List<?> parameters) throws SQLException {
    // Summed in two parts, because neither can overflow and the whole can.
    var sums =
        Statements.query(
            connection,
            Guard.NONE,
            """
            select cast(coalesce(sum(it.weight / 1000000000), 0) as bigint),
                   cast(coalesce(sum(it.weight % 1000000000), 0) as bigint)
            """
                + from,
            parameters,
            it -> new long[] {it.getLong(1), it.getLong(2)});
    try {
      long sum = Math.addExact(Math.multiplyExact(sums.get(0)[0], 1_000_000_000L), sums.get(0)[1]);
      return Math.addExact(sum, limit.weight()) > limit.max();
    } catch (ArithmeticException e) {
      return true;
    }
  }

  @Override
  void store(Payment added, Optional<Payment> open, Optional<Payment> closed) throws SQLException {
    if (closed.isPresent()) {
      Statements.update(
          connection, Guard.NONE, PaymentRow.UPDATE, row.updated(open.get(), closed.get()));
    }
    Statements.update(connection, Guard.NONE, PaymentRow.INSERT, row.inserted(added));
    for (String bucket : added.buckets()) {
      Statements.update(
          connection,
          Guard.NONE,
          """
          insert into mcp2p_payment_limit (mode, bucket, created_at, payment_id, weight)
          values (?, ?, ?, ?, ?)""",
          List.of(
              added.mode().wire(),
              bucket,
              added.createdAt().toEpochMilli(),
              added.id().value(),
              added.weightIn(bucket)));
    }
  }
}
