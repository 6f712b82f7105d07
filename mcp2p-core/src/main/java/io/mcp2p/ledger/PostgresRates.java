package io.mcp2p.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts in a table, one row a key and one statement a go: the generic cell rate algorithm (ITU-T
 * I.371, annex A), which allows what a bucket allows that fills up evenly. Of each rate it keeps
 * the time at which the bucket will be full again, in microseconds since 1970.
 */
final class PostgresRates implements SharedRates {
  /** Takes no effect, and so returns no row, where any of the buckets is empty. */
  private static final String TAKE =
      """
      insert into mcp2p_rate as it (key, full_at, forget_at)
      values (?, ?, ?)
      on conflict (key) do update
        set full_at = array(
              select greatest(old.full_at, ?) + old.step
              from unnest(it.full_at, ?::bigint[]) with ordinality as old (full_at, step, rate)
              order by old.rate),
            forget_at = (
              select max(greatest(old.full_at, ?) + old.step)
              from unnest(it.full_at, ?::bigint[]) as old (full_at, step))
        where not exists (
          select from unnest(it.full_at, ?::bigint[], ?::bigint[]) as old (full_at, step, size)
          where greatest(old.full_at, ?) + old.step - ? > old.size)
      returning 1""";

  private static final String LOOK = "select full_at from mcp2p_rate where key = ?";
  private static final String FORGET =
      """
      delete from mcp2p_rate where key in (
        select key from mcp2p_rate where forget_at < ? order by forget_at limit 1000
        for update skip locked)""";

  private static final long FORGET_EVERY =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofMinutes(1)));

  private final Database database;
  private final AtomicLong forgotAt = new AtomicLong();

  PostgresRates(Database database) {
    this.database = database;
  }

  /** Of each rate the time between two goes, and the time that all goes take, in microseconds. */
  private record Cells(List<Long> steps, List<Long> sizes) {
    static Cells of(List<Rate> rates) {
      var steps = new ArrayList<Long>();
      var sizes = new ArrayList<Long>();
      for (Rate rate : rates) {
        long step = Math.max(1, rate.period().dividedBy(rate.times()).toNanos() / 1000);
        steps.add(step);
        sizes.add(Math.multiplyExact(step, rate.times()));
      }
      return new Cells(steps, sizes);
    }
  }

  @Override
  public Duration take(String key, List<Rate> rates, Instant now) {
    var cells = Cells.of(rates);
    var hash = hash(key, cells);
    long at = micros(now);
    boolean taken = database.write(connection -> take(connection, hash, cells, at));
    forget(at);
    return taken ? Duration.ZERO : wait(hash, cells, at);
  }

  private boolean take(Connection connection, String hash, Cells cells, long at)
      throws SQLException {
    var first = cells.steps().stream().map(step -> at + step).toList();
    Array steps = array(connection, cells.steps());
    Array sizes = array(connection, cells.sizes());
    long until = first.stream().mapToLong(it -> it).max().orElse(at);
    return !Statements.query(
            connection,
            database.dialect().guard(),
            TAKE,
            List.of(
                hash, array(connection, first), until, at, steps, at, steps, steps, sizes, at, at),
            row -> row.getInt(1))
        .isEmpty();
  }

  private static Array array(Connection connection, List<Long> values) throws SQLException {
    return connection.createArrayOf("int8", values.toArray());
  }

  @Override
  public Duration peek(String key, List<Rate> rates, Instant now) {
    var cells = Cells.of(rates);
    return wait(hash(key, cells), cells, micros(now));
  }

  private Duration wait(String hash, Cells cells, long at) {
    var fullAt =
        database.read(
            connection ->
                Statements.query(
                    connection,
                    database.dialect().guard(),
                    LOOK,
                    List.of(hash),
                    row -> (Long[]) row.getArray(1).getArray()));
    long wait = 0;
    if (!fullAt.isEmpty()) {
      for (int i = 0; i < cells.steps().size(); i++) {
        long full = Math.max(fullAt.get(0)[i], at);
        wait = Math.max(wait, full + cells.steps().get(i) - at - cells.sizes().get(i));
      }
    }
    return Duration.of(wait, ChronoUnit.MICROS);
  }

  /** Now and then removes what is full again, and so as if it had never been. */
  private void forget(long at) {
    long last = forgotAt.get();
    if (at - last >= FORGET_EVERY && forgotAt.compareAndSet(last, at)) {
      database.write(
          connection ->
              Statements.update(connection, database.dialect().guard(), FORGET, List.of(at)));
    }
  }

  private static long micros(Instant now) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, now);
  }

  /** Rates that were changed begin with full buckets. */
  private static String hash(String key, Cells cells) {
    try {
      var text = cells.steps() + " " + cells.sizes() + " " + key;
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
