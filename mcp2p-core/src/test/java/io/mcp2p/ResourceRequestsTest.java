package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.auth.Mode;
import io.mcp2p.docs.Docs;
import io.mcp2p.payment.IdSource;
import io.mcp2p.policy.RateLimiter;
import io.mcp2p.policy.RateLimits;
import io.mcp2p.tck.CapturedLog;
import io.mcp2p.tck.CapturingAuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceRequestsTest {
  @TempDir private Path folder;
  private Docs docs;
  private ResourceRequests requests;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("a.md"), "# A\n");
    docs = Docs.fromDirectory(folder);
    var clock = Clock.systemUTC();
    requests =
        new ResourceRequests(
            docs,
            RateLimiter.inMemory(RateLimits.none(), clock),
            new CapturingAuditLog(),
            Mode.TEST,
            clock,
            IdSource.random());
  }

  private String loggedByWarmUp() {
    try (var log = CapturedLog.start()) {
      requests.warmUp();
      return log.text();
    }
  }

  @Test
  void serverThatEndsBeforeTheIndexIsMade_complainsOfNothing() {
    docs.close();

    assertThat(loggedByWarmUp()).doesNotContain("WARN");
  }

  @Test
  void folderThatIsGone_isSaid() throws IOException {
    Files.delete(folder.resolve("a.md"));
    Files.delete(folder);

    assertThat(loggedByWarmUp()).contains("WARN", "could not be read");
    Files.createDirectory(folder);
    docs.close();
  }
}
