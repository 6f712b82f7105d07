package io.mcp2p.examples.gateway;

import io.mcp2p.tool.Tool;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The gateway's tools, ready for {@code Mcp2pServer.builder().tools(...)}. */
final class Gateway {

  /**
   * Returns the tools over a SQLite database, which is filled with sample data if it is empty.
   *
   * @param seed the same data for the same seed and time
   */
  static Tool<?, ?>[] tools(DataSource source, long seed, Instant now) {
    var database = new GatewayDatabase(source);
    if (database.createSchema()) {
      SampleData.fill(database, seed, now);
    }
    var access = new Access(database);
    return Stream.of(
            new MerchantTools(access, database).all(),
            new CustomerTools(access, database).all(),
            new CheckoutTools(access, database).all(),
            new PaymentTools(access, database).all(),
            new MoneyTools(access, database).all(),
            ReferenceTools.all())
        .flatMap(List::stream)
        .toArray(Tool<?, ?>[]::new);
  }

  private Gateway() {}
}
