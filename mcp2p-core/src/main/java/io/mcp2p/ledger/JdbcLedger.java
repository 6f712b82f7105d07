package io.mcp2p.ledger;

import io.mcp2p.auth.Mode;
import io.mcp2p.ledger.Statements.Guard;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a database: SQLite for one machine, PostgreSQL for any number of nodes. Thread-safe.
 * It keeps nothing in the process, so any node may take any step.
 *
 * <p>Connections come from a data source of the host's, one for each step, and go back as they
 * came. Each step is one transaction, or one statement. A database that cannot be reached, or does
 * not answer within the time limit, is a {@link LedgerException}; whether a step that ended so was
 * taken is then not known, and nobody may build on it.
 *
 * @since 0.1
 */
public final class JdbcLedger implements PaymentLedger {
  // A change of a large table takes its time, and other nodes wait for it.
  private static final Duration SCHEMA_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration LEAST_KEPT = Duration.ofDays(2);

  private final Database database;
  private final PaymentRow row;
  private final Guard guard;
  private final Clock clock;

  private JdbcLedger(Database database, PersonalData personalData, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.row = new PaymentRow(personalData);
    this.guard = database.dialect().guard();
  }

  /**
   * Begins a ledger over {@code dataSource}, which stays the host's to close. Use a pool that gives
   * up waiting for a connection after a time.
   */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /**
   * Creates the tables, or brings them up to this version of mcp2p; does nothing if they are. For
   * hosts that do not let Flyway apply {@code classpath:io/mcp2p/ledger/sqlite} or {@code
   * …/postgresql}. Nodes may do so at the same time.
   *
   * @throws IllegalStateException if a newer mcp2p made the tables
   * @throws LedgerException if the database cannot be reached
   */
  public static void createSchema(DataSource dataSource) {
    Schema.create(Database.of(dataSource, SCHEMA_TIMEOUT));
  }

  @Override
  public Opening open(Payment payment, Instant now) {
    requireStorable(payment.caller());
    var locks = locks(payment);
    var begin = database.dialect().guardOfOpening(locks);
    if (begin != null) {
      var opened =
          database.read(
              connection ->
                  database.undoneIfItFails(
                      connection, it -> PostgresOpening.open(it, begin, row, payment, now)));
      if (opened) {
        return new Opening.Opened(payment, Optional.empty(), List.of());
      }
    }
    return database.transaction(
        locks,
        connection -> new SqlOpening(connection, database.dialect(), row, payment, now).opened());
  }

  /** Two callers of whose ids the database would make one would see each other's payments. */
  private static void requireStorable(String caller) {
    if (caller.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(caller)) {
      throw new IllegalArgumentException("a caller's id that no database can store");
    }
  }

  /** Whoever opens for the same phone, or counts in the same bucket, waits. */
  private static Set<String> locks(Payment payment) {
    var locks = new HashSet<String>();
    locks.add(
        String.join(
            " ", "phone", payment.question().phoneHash(), payment.mode().wire(), payment.caller()));
    for (Limit limit : payment.limits()) {
      locks.add(String.join(" ", "bucket", payment.mode().wire(), limit.bucket()));
    }
    return locks;
  }

  @Override
  public boolean replace(Payment current, Payment next) {
    return database.write(
        connection ->
            Statements.update(connection, guard, PaymentRow.UPDATE, row.updated(current, next))
                > 0);
  }

  @Override
  public Optional<Payment> find(PaymentId id) {
    return first("where id = ?", id.value());
  }

  @Override
  public Optional<Payment> findByReference(Owner owner, String rail, String reference) {
    var parameters = Listing.knownAs(owner, reference);
    parameters.add(rail);
    return first(
        "where " + Listing.KNOWN_AS + " and rail = ? order by seq desc limit 1",
        parameters.toArray());
  }

  @Override
  public Optional<Payment> findByPhone(Owner owner, String phoneHash) {
    return first(
        "where phone_hash = ? and mode = ? and caller = ? order by seq desc limit 1",
        phoneHash,
        owner.mode().wire(),
        owner.caller());
  }

  @Override
  public Optional<Payment> findApproved(Owner owner, String digest) {
    return first(
        """
        where digest = ? and mode = ? and caller = ?
          and state in ('pending', 'settled', 'returned', 'rejected', 'failed')
        order by seq desc limit 1""",
        digest,
        owner.mode().wire(),
        owner.caller());
  }

  @Override
  public List<Payment> refundsOf(Owner owner, String rail, String reference) {
    return all(
        "where refund_of = ? and rail = ? and mode = ? and caller = ? order by seq desc",
        reference,
        rail,
        owner.mode().wire(),
        owner.caller());
  }

  @Override
  public List<Payment> list(PaymentQuery query) {
    var listing = new Listing(query);
    return all(listing.sql(), listing.parameters().toArray());
  }

  @Override
  public List<Payment> due(Mode mode, Instant now, int limit) {
    return all(
        "where mode = ? and ask_at <= ? order by ask_at limit ?",
        mode.wire(),
        now.toEpochMilli(),
        limit);
  }

  /**
   * Finds payments of any owner and mode by id, by our reference or by the rail's own id, newest
   * first, at most 20. For an operator: it may read the whole table, and nothing of it is for a
   * caller.
   */
  public List<Payment> search(String idOrReference) {
    return all(
        "where id = ? or reference = ? or rail_id = ? order by seq desc limit 20",
        idOrReference,
        idOrReference,
        idOrReference);
  }

  @Override
  public Backlog backlog(Mode mode) {
    return database
        .read(
            connection ->
                Statements.query(
                    connection,
                    guard,
                    "select count(*), min(created_at) from mcp2p_payment"
                        + " where mode = ? and ask_at is not null",
                    List.of(mode.wire()),
                    JdbcLedger::backlog))
        .get(0);
  }

  private static Backlog backlog(ResultSet row) throws SQLException {
    long payments = row.getLong(1);
    return new Backlog(payments, payments == 0 ? null : Instant.ofEpochMilli(row.getLong(2)));
  }

  /** On PostgreSQL; a SQLite file is one node's. */
  @Override
  public Optional<SharedRates> sharedRates() {
    return database.dialect() instanceof PostgresDialect
        ? Optional.of(new PostgresRates(database))
        : Optional.empty();
  }

  @Override
  public boolean durable() {
    return true;
  }

  private Optional<Payment> first(String where, @Nullable Object... parameters) {
    return all(where, parameters).stream().findFirst();
  }

  private List<Payment> all(String where, @Nullable Object... parameters) {
    return database.read(connection -> row.all(connection, guard, where, parameters));
  }

  /**
   * Removes the personal data of payments that last changed more than {@code age} ago: what the
   * person was asked, the masked payee and phone, and all keyed hashes. What an audit needs stays:
   * id, caller, tool, amount, rail, references, facts, limits, state, times and history. A payment
   * that is pending is never touched. After it, a repeated second turn is no longer recognised, and
   * a refund request no longer names the payee.
   *
   * <p>It works in small steps, each of its own, so it may run beside payments and be broken off.
   *
   * @param age at least two days, because replays and the search for duplicates look back a day
   * @return how many payments it was
   * @throws IllegalArgumentException if {@code age} is shorter
   * @throws LedgerException if the database cannot be reached; what was removed stays removed
   */
  public int purge(Duration age) {
    if (age.compareTo(LEAST_KEPT) < 0) {
      throw new IllegalArgumentException(
          "payments are kept whole for at least " + LEAST_KEPT + ", not " + age);
    }
    var now = clock.instant();
    int all = 0;
    int some;
    do {
      some =
          database.write(
              connection ->
                  Statements.update(
                      connection,
                      guard,
                      PaymentRow.PURGE,
                      PaymentRow.purged(now, atOrAfter(now.minus(age)))));
      all += some;
    } while (some > 0);
    return all;
  }

  /** The first millisecond that is not before {@code instant}, as far as a long reaches. */
  static long atOrAfter(Instant instant) {
    try {
      return instant.plusNanos(999_999).toEpochMilli();
    } catch (ArithmeticException | DateTimeException e) {
      return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /**
   * Configures a ledger. Not thread-safe. What is missing or contradictory is said by {@link
   * #build()}, with the remedy.
   */
  public static final class Builder {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final int KEY_BYTES = 32;

    private final DataSource dataSource;
    private final Map<String, SecretKey> keys = new HashMap<>();
    private @Nullable String keyId;
    private boolean plainly;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Clock clock = Clock.systemUTC();

    private Builder(DataSource dataSource) {
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * Encrypts personal data with AES-256-GCM: what a person was asked, with the payee's name, and
     * what a verifier keeps. Either this or {@link #storingPersonalDataPlainly()} is required. All
     * nodes need the key; one that is to change is first added by {@link #decryptingWith} on every
     * node.
     *
     * @param keyId names the key in the database: 1 to 32 letters, digits, dots, dashes or
     *     underscores
     * @param key 32 random bytes, from a place that whoever reads the database cannot read
     * @throws IllegalArgumentException if one of them has another form
     */
    public Builder encryptingWith(String keyId, byte[] key) {
      decryptingWith(keyId, key);
      this.keyId = keyId;
      return this;
    }

    /**
     * Adds a key under which personal data was, or soon will be, encrypted.
     *
     * @throws IllegalArgumentException if id or key has another form than {@link #encryptingWith}
     *     asks for
     */
    public Builder decryptingWith(String keyId, byte[] key) {
      if (!KEY_ID.matcher(keyId).matches()) {
        throw new IllegalArgumentException("a key's id is 1 to 32 of A-Z a-z 0-9 . _ -");
      }
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
      }
      keys.put(keyId, new SecretKeySpec(key, "AES"));
      return this;
    }

    /**
     * Stores personal data readable by whoever can read the database. What was encrypted before
     * needs its key, by {@link #decryptingWith}.
     */
    public Builder storingPersonalDataPlainly() {
      this.plainly = true;
      return this;
    }

    /**
     * Sets how long one statement may take, waiting for locks included; five seconds if not set.
     * The wait for a connection is the data source's own.
     *
     * @throws IllegalArgumentException if {@code limit} is not between 1 and 30 seconds
     */
    public Builder timeout(Duration limit) {
      if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException("a timeout is 1 to 30 seconds, not " + limit);
      }
      this.timeout = limit;
      return this;
    }

    /** Sets the clock of {@link JdbcLedger#purge}; the system's if not set. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Builds the ledger, for which it asks the database once.
     *
     * @throws IllegalStateException if something is missing, among others the tables; the message
     *     says what to do
     * @throws LedgerException if the database cannot be reached
     */
    public JdbcLedger build() {
      var personalData = personalData();
      var database = Database.of(dataSource, timeout);
      database.write(
          connection -> {
            database.dialect().requireDurable(connection);
            Schema.require(connection, database.dialect());
            return true;
          });
      return new JdbcLedger(database, personalData, clock);
    }

    private PersonalData personalData() {
      if (plainly == (keyId != null)) {
        throw new IllegalStateException(
            plainly
                ? "personal data both encrypted and plain: keep one of encryptingWith(...) and"
                    + " storingPersonalDataPlainly()"
                : "no key for personal data: call encryptingWith(...), or"
                    + " storingPersonalDataPlainly() if whoever can read the database may read"
                    + " names");
      }
      var encrypted = new EncryptedPersonalData(keyId == null ? "" : keyId, keys);
      return plainly ? new PlainPersonalData(encrypted) : encrypted;
    }
  }
}
