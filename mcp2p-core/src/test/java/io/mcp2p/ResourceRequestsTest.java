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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Enumeration;
import org.junit.jupiter.api.AfterEach;
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
    serve(Docs.fromDirectory(folder));
  }

  @AfterEach
  void close() {
    docs.close();
  }

  private void serve(Docs docs) {
    var clock = Clock.systemUTC();
    this.docs = docs;
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
  }

  @Test
  void illegalStateOfSomethingElse_isSaid() throws IOException {
    try (var loader = new StoppableLoader(folder.getParent())) {
      serve(docsOf(loader));
      loader.stopped = true;

      assertThat(loggedByWarmUp()).contains("WARN", "could not be read", "stopped already");
    }
  }

  private Docs docsOf(ClassLoader loader) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Docs.fromClasspath(folder.getFileName().toString());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Of a web application, as Tomcat has it: one that is stopped throws this. */
  private static final class StoppableLoader extends URLClassLoader {
    private boolean stopped;

    StoppableLoader(Path folder) throws IOException {
      super(new URL[] {folder.toUri().toURL()});
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (stopped) {
        throw new IllegalStateException("this web application has been stopped already");
      }
      return super.getResources(name);
    }
  }
}
