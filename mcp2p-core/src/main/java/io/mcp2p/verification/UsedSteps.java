package io.mcp2p.verification;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Remembers which steps of a time-based code were used, so that a code is accepted once (RFC 6238,
 * 5.2): not for another payment, and not on another node. Thread-safe.
 *
 * @since 0.1
 */
public interface UsedSteps {

  /**
   * Uses a step, if neither it nor a later one of this key was used before. Of any number of
   * concurrent calls with one step, on any number of nodes, one returns true.
   *
   * @param key names a secret; it does not give the secret away
   * @param step the 30 seconds that the code belongs to, counted from 1970
   * @return whether it was unused
   */
  boolean use(String key, long step);

  /** Tells whether every node that asks shares this memory, and it outlives the process. */
  default boolean isShared() {
    return true;
  }

  /** Returns a memory that ends with this process; not for a server over a durable ledger. */
  static UsedSteps inMemory() {
    return new InMemory();
  }

  /**
   * Returns a memory in the ledger's database, in the table {@code mcp2p_used_step}, which {@code
   * JdbcLedger.createSchema} makes. The data source stays the host's to close. A step that cannot
   * be stored is an exception, which the verifier's caller takes for "cannot say".
   */
  static UsedSteps jdbc(DataSource dataSource) {
    return new JdbcUsedSteps(dataSource);
  }

  /** One number for each secret. */
  final class InMemory implements UsedSteps {
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    private InMemory() {}

    @Override
    public boolean use(String key, long step) {
      var unused = new AtomicBoolean();
      last.compute(
          key,
          (same, used) -> {
            unused.set(used == null || used < step);
            return used == null ? step : Long.valueOf(Math.max(used, step));
          });
      return unused.get();
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }
}
