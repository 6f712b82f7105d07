package io.mcp2p.ledger;

import io.mcp2p.payment.Limit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The opening that nearly all are, where no other challenge is open, no equal payment is recent and
 * no limit is reached, in one message to PostgreSQL: locks, statement and commit. If it is another,
 * nothing is stored, and the way with several statements says what it is.
 */
final class PostgresOpening {
  /**
   * Whether a limit is exceeded is first asked of all that was ever counted since, which is one
   * walk along an index; only if that is too much, of what still counts.
   */
  private static final String OPEN =
      """
      with stored as (
        insert into mcp2p_payment (%s)
        select %s
        where not exists (
            select 1 from mcp2p_payment
            where phone_hash = ? and mode = ? and caller = ?
              and state in ('awaiting_code', 'awaiting_call') and expires_at > ?)
          and not exists (select 1 from mcp2p_payment where %s)
          and not exists (
            select 1
            from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) as bound (bucket, since, weight, max)
            where case when (
                select coalesce(sum(it.weight), 0) from mcp2p_payment_limit it
                where it.mode = ? and it.bucket = bound.bucket and it.created_at >= bound.since
              ) + bound.weight <= bound.max then false
              else (
                select coalesce(sum(it.weight), 0)
                from mcp2p_payment_limit it join mcp2p_payment payment on payment.id = it.payment_id
                where it.mode = ? and it.bucket = bound.bucket and it.created_at >= bound.since
                  and (payment.state in ('pending', 'settled', 'returned')
                    or (payment.state in ('awaiting_code', 'awaiting_call') and payment.expires_at > ?))
              ) + bound.weight > bound.max end)
        returning mode, created_at, id),
      reserved as (
        insert into mcp2p_payment_limit (mode, bucket, created_at, payment_id, weight)
        select stored.mode, held.bucket, stored.created_at, stored.id, held.weight
        from stored, unnest(?::text[], ?::bigint[]) as held (bucket, weight))
      select id as opened from stored"""
          .formatted(PaymentRow.ALL, PaymentRow.VALUES, SqlOpening.RECENTLY_EQUAL);

  private PostgresOpening() {}

  /** Returns whether the payment was stored. */
  static boolean open(
      Connection connection, Statements.Guard guard, PaymentRow row, Payment payment, Instant now)
      throws SQLException {
    var sql = "begin;\n" + guard.sql() + ";\n" + OPEN + ";\ncommit";
    try (var statement = connection.prepareStatement(sql)) {
      Statements.bind(statement, guard, parameters(row, payment, now));
      return isStored(statement);
    }
  }

  private static List<Object> parameters(PaymentRow row, Payment payment, Instant now) {
    var mode = payment.mode().wire();
    var all = new ArrayList<Object>(row.inserted(payment));
    long at = now.toEpochMilli();
    all.addAll(List.of(payment.question().phoneHash(), mode, payment.caller(), at));
    all.addAll(SqlOpening.recentlyEqual(payment, now));
    var limits = payment.limits();
    all.add(limits.stream().map(Limit::bucket).toArray(String[]::new));
    all.add(longs(limits, it -> JdbcLedger.atOrAfter(it.since())));
    all.add(longs(limits, Limit::weight));
    all.add(longs(limits, Limit::max));
    all.addAll(List.of(mode, mode, at));
    var held = payment.buckets();
    all.add(held.toArray(String[]::new));
    all.add(longs(held, payment::weightIn));
    return all;
  }

  private static <T> Long[] longs(List<T> all, Function<T, Long> of) {
    return all.stream().map(of).toArray(Long[]::new);
  }

  /** Of all that was sent together, the last that returns rows is the one. */
  private static boolean isStored(PreparedStatement statement) throws SQLException {
    boolean stored = false;
    boolean rows = statement.execute();
    while (rows || statement.getUpdateCount() >= 0) {
      if (rows) {
        try (var result = statement.getResultSet()) {
          stored |= result.getMetaData().getColumnName(1).equals("opened") && result.next();
        }
      }
      rows = statement.getMoreResults();
    }
    return stored;
  }
}
