package io.mcp2p.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link PaymentQuery} as the end of a select, which the listing's index answers page by page.
 */
final class Listing {
  /** An owner's payments that people know by a reference: ours, or the rail's id. */
  static final String KNOWN_AS =
      """
      id in (
        select id from mcp2p_payment where mode = ? and caller = ? and reference = ?
        union select id from mcp2p_payment where mode = ? and caller = ? and rail_id = ?)""";

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  Listing(PaymentQuery query) {
    if (query.reference() != null) {
      add("where " + KNOWN_AS, knownAs(query.owner(), query.reference()).toArray());
    } else {
      add("where mode = ? and caller = ?", query.owner().mode().wire(), query.owner().caller());
    }
    if (query.rail() != null) {
      add("and rail = ?", query.rail());
    }
    if (query.state() != null) {
      addState(query.state(), query.now().toEpochMilli());
    }
    if (query.from() != null) {
      add("and created_at >= ?", JdbcLedger.atOrAfter(query.from()));
    }
    if (query.to() != null) {
      add("and created_at < ?", JdbcLedger.atOrAfter(query.to()));
    }
    if (query.after() != null) {
      add(
          "and (created_at, id) < (?, ?)",
          JdbcLedger.atOrAfter(query.after().createdAt()),
          query.after().id());
    }
    add("order by created_at desc, id desc limit ?", query.limit());
  }

  /** The parameters of {@link #KNOWN_AS}. */
  static List<Object> knownAs(Owner owner, String reference) {
    var mode = owner.mode().wire();
    return new ArrayList<>(
        List.of(mode, owner.caller(), reference, mode, owner.caller(), reference));
  }

  /** A challenge that has run out is shown as expired, though nobody has closed it. */
  private void addState(PaymentState state, long now) {
    switch (state) {
      case AWAITING_CODE, AWAITING_CALL ->
          add("and state = ? and expires_at > ?", state.wire(), now);
      case EXPIRED ->
          add(
              "and (state = 'expired'"
                  + " or (state in ('awaiting_code', 'awaiting_call') and expires_at <= ?))",
              now);
      default -> add("and state = ?", state.wire());
    }
  }

  private void add(String more, Object... its) {
    sql.append(more).append('\n');
    parameters.addAll(Arrays.asList(its));
  }

  String sql() {
    return sql.toString();
  }

  List<?> parameters() {
    return parameters;
  }
}
