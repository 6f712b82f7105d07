package io.mcp2p.tck;

import io.mcp2p.audit.AuditEntry;
import io.mcp2p.audit.AuditLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An audit log that can be read back. Thread-safe.
 *
 * @since 0.1
 */
public final class CapturingAuditLog implements AuditLog {
  private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void record(AuditEntry entry) {
    entries.add(entry);
  }

  /** Returns what was recorded so far, oldest first. */
  public List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  /**
   * Returns the newest entry.
   *
   * @throws IllegalStateException if there is none
   */
  public AuditEntry last() {
    var all = entries();
    if (all.isEmpty()) {
      throw new IllegalStateException("nothing was recorded");
    }
    return all.get(all.size() - 1);
  }
}
