package io.mcp2p.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.ledger.TestDatabases;
import io.mcp2p.tck.AtOnce;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsedStepsTest {
  @TempDir private Path folder;
  private HikariDataSource database;

  /** Two memories that two nodes would have. */
  private UsedSteps[] open(String kind) {
    if (kind.equals("memory")) {
      var one = UsedSteps.inMemory();
      return new UsedSteps[] {one, one};
    }
    database = kind.equals("sqlite") ? TestDatabases.sqlite(folder) : TestDatabases.postgres();
    JdbcLedger.createSchema(database);
    return new UsedSteps[] {UsedSteps.jdbc(database), UsedSteps.jdbc(database)};
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "postgresql"})
  void step_isUsedOnceAndNoEarlierOneAfterIt(String kind) {
    var nodes = open(kind);

    assertThat(nodes[0].use("a", 10)).isTrue();
    assertThat(nodes[1].use("a", 10)).isFalse();
    assertThat(nodes[1].use("a", 9)).isFalse();
    assertThat(nodes[0].use("b", 10)).isTrue();
    assertThat(nodes[1].use("a", 11)).isTrue();
    assertThat(nodes[0].use("a", 10)).isFalse();
    assertThat(nodes[0].isShared()).isEqualTo(!kind.equals("memory"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "postgresql"})
  void ofManyAtOnce_oneUsesIt(String kind) throws Exception {
    var nodes = open(kind);
    assertThat(AtOnce.call(32, i -> nodes[i % 2].use("a", 10))).containsOnlyOnce(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void databaseThatDoesNotAnswer_isAnException(String kind) {
    var nodes = open(kind);
    database.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> nodes[0].use("a", 10))
        .withMessage("the used step was not stored");
  }
}
