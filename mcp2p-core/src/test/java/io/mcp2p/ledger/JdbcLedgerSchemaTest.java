package io.mcp2p.ledger;

import static io.mcp2p.tck.SamplePayment.lunch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who applies the schema, and what a ledger says when it is not the one it needs. */
class JdbcLedgerSchemaTest {
  @TempDir static Path directory;

  private static Stream<Named<Supplier<HikariDataSource>>> databases() {
    return Stream.of(
        Named.of("sqlite", () -> TestDatabases.sqlite(directory)),
        Named.of("postgresql", TestDatabases::postgres));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void databaseWithoutSchema_isRefusedWithTheRemedy(Supplier<HikariDataSource> database) {
    try (var pool = database.get()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> JdbcLedger.builder(pool).storingPersonalDataPlainly().build())
          .withMessageContaining("no schema")
          .withMessageContaining("createSchema");
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void flyway_appliesTheSchemaBesideTablesOfTheHosts(Supplier<HikariDataSource> database) {
    try (var pool = database.get()) {
      TestDatabases.execute(pool, "create table customers (id integer)");

      migrate(pool, "0");
      migrate(pool, "0");

      requireWorking(pool);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void flyway_takesOverWhatTheLedgerCreated(Supplier<HikariDataSource> database) {
    try (var pool = database.get()) {
      JdbcLedger.createSchema(pool);

      migrate(pool, "1");

      requireWorking(pool);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatFlywayApplied_isNotAppliedAgain(Supplier<HikariDataSource> database) {
    try (var pool = database.get()) {
      migrate(pool, "0");

      JdbcLedger.createSchema(pool);

      requireWorking(pool);
    }
  }

  private static void migrate(HikariDataSource pool, String baseline) {
    var name = pool.getJdbcUrl().startsWith("jdbc:sqlite") ? "sqlite" : "postgresql";
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:io/mcp2p/ledger/" + name)
        .table("mcp2p_flyway")
        .baselineOnMigrate(true)
        .baselineVersion(baseline)
        .load()
        .migrate();
  }

  private static void requireWorking(HikariDataSource pool) {
    var ledger = JdbcLedger.builder(pool).storingPersonalDataPlainly().build();
    var payment = JdbcLedgerContract.stored(ledger, lunch());
    assertThat(ledger.find(payment.id())).contains(payment);
  }
}
