package io.mcp2p.ledger;

import io.mcp2p.ledger.Statements.Guard;
import io.mcp2p.payment.Limit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One opening, step by step, within a transaction that nobody else's opening runs beside. */
final class SqlOpening {
  /** Equal payments that may answer a call, or that the person should know of. */
  static final String RECENTLY_EQUAL =
      """
      digest = ? and mode = ? and caller = ?
      and ((state in ('pending', 'settled', 'returned') and updated_at > ?)
        or (state in ('declined', 'rejected') and expires_at > ?))""";

  private final Connection connection;
  private final Dialect dialect;
  private final PaymentRow row;
  private final Payment payment;
  private final Instant now;

  SqlOpening(Connection connection, Dialect dialect, PaymentRow row, Payment payment, Instant now) {
    this.connection = connection;
    this.dialect = dialect;
    this.row = row;
    this.payment = payment;
    this.now = now;
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

  Opening opened() throws SQLException {
    var open = open();
    if (open.isPresent() && open.get().digest().equals(payment.digest())) {
      return new Opening.AlreadyOpen(open.get());
    }
    var equal = recentlyEqual();
    var answer = equal.stream().filter(it -> it.answersRepetition(now)).findFirst();
    if (answer.isPresent()) {
      return new Opening.Answered(answer.get());
    }
    var duplicate = equal.stream().filter(it -> it.wasPaidLately(now)).map(Payment::id).findFirst();
    if (duplicate.isPresent() && payment.withoutCode()) {
      return new Opening.CodeNeeded(duplicate.get());
    }
    var exceeded = new ArrayList<Limit>();
    for (Limit limit : payment.limits()) {
      if (exceeds(limit, open)) {
        if (limit.enforced()) {
          return new Opening.OverLimit(limit);
        }
        exceeded.add(limit);
      }
    }
    var replaced = open.map(it -> it.closed(PaymentState.CANCELLED, "another_opened", now));
    if (replaced.isPresent()) {
      Statements.update(
          connection, Guard.NONE, PaymentRow.UPDATE, row.updated(open.get(), replaced.get()));
    }
    var stored = duplicate.map(payment::duplicateOf).orElse(payment);
    Statements.update(connection, Guard.NONE, PaymentRow.INSERT, row.inserted(stored));
    reserve();
    return new Opening.Opened(stored, replaced, exceeded);
  }

  private Optional<Payment> open() throws SQLException {
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

  /** Newest first. */
  private List<Payment> recentlyEqual() throws SQLException {
    return row.all(
        connection,
        Guard.NONE,
        "where " + RECENTLY_EQUAL + " order by seq desc limit 20",
        recentlyEqual(payment, now).toArray());
  }

  private boolean exceeds(Limit limit, Optional<Payment> givesWay) throws SQLException {
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
                // What gives way to this payment no longer counts.
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

  /** Notes what the payment counts in each bucket. */
  private void reserve() throws SQLException {
    for (String bucket : payment.buckets()) {
      Statements.update(
          connection,
          Guard.NONE,
          """
          insert into mcp2p_payment_limit (mode, bucket, created_at, payment_id, weight)
          values (?, ?, ?, ?, ?)""",
          List.of(
              payment.mode().wire(),
              bucket,
              payment.createdAt().toEpochMilli(),
              payment.id().value(),
              payment.weightIn(bucket)));
    }
  }
}
