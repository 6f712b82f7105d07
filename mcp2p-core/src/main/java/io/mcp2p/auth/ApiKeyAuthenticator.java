package io.mcp2p.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the callers of a file of keys, and looks every half second whether it has changed. */
final class ApiKeyAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyAuthenticator.class);
  private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();
  private static final long USED_UNTIL = Duration.ofMillis(750).toNanos();
  private static final Authentication UNKNOWN = new Authentication.Unknown("no such API key");

  private final Path file;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Snapshot snapshot;

  /**
   * The file as it was last read.
   *
   * @param stamp tells whether the file has changed; null while it cannot be read
   */
  private record Snapshot(Map<String, Held> keys, @Nullable Object stamp, long lookedAt) {}

  /** A key and who holds it. */
  private record Held(ApiKey key, Caller by) {
    static Held of(ApiKey key) {
      return new Held(key, new Caller(key.caller(), key.scopes(), key.locale()));
    }
  }

  ApiKeyAuthenticator(Path file) {
    this(file, Clock.systemUTC(), System::nanoTime);
  }

  ApiKeyAuthenticator(Path file, Clock clock, LongSupplier nanoTime) {
    this.file = file;
    this.clock = clock;
    this.nanoTime = nanoTime;
    try {
      this.snapshot = read(nanoTime.getAsLong());
    } catch (IOException | UncheckedIOException e) {
      boolean isGone = e instanceof NoSuchFileException;
      throw new IllegalStateException(
          (isGone ? "there is no file of API keys " : "cannot read the API keys of ") + file, e);
    }
  }

  @Override
  public Authentication authenticate(String token, Mode mode) {
    var id = ApiKeys.id(token);
    if (id == null) {
      return UNKNOWN;
    }
    var held = fresh().keys().get(id);
    if (held == null || !isKeyOf(token, held.key())) {
      return UNKNOWN;
    }
    var key = held.key();
    if (!key.isTaken(clock.instant())) {
      return new Authentication.Unknown(
          key.revokedAt() == null ? "the API key has expired" : "the API key was revoked");
    }
    return key.mode() == mode
        ? new Authentication.Known(held.by())
        : new Authentication.WrongMode(key.mode());
  }

  private static boolean isKeyOf(String token, ApiKey key) {
    return MessageDigest.isEqual(
        ApiKeys.sha256(token).getBytes(US_ASCII), key.hash().getBytes(US_ASCII));
  }

  /** While one caller looks, the others are answered from what was seen, for a moment. */
  private Snapshot fresh() {
    var known = snapshot;
    long age = age(known);
    if (age < LOOK_EVERY) {
      return known;
    }
    if (age >= USED_UNTIL) {
      looking.lock();
    } else if (!looking.tryLock()) {
      return snapshot;
    }
    try {
      if (age(snapshot) >= LOOK_EVERY) {
        snapshot = lookedAgain(snapshot);
      }
      return snapshot;
    } finally {
      looking.unlock();
    }
  }

  private long age(Snapshot known) {
    return nanoTime.getAsLong() - known.lookedAt();
  }

  private Snapshot lookedAgain(Snapshot known) {
    long now = nanoTime.getAsLong();
    try {
      return stamp().equals(known.stamp())
          ? new Snapshot(known.keys(), known.stamp(), now)
          : read(now);
    } catch (IOException | RuntimeException e) {
      if (known.stamp() != null) {
        LOG.error("the API keys of {} cannot be read: nobody is known by a key", file, e);
      }
      // A key might have been revoked in what cannot be read.
      return new Snapshot(Map.of(), null, now);
    }
  }

  private Snapshot read(long now) throws IOException {
    var stamp = stamp(); // before the content, so that a change meanwhile is seen the next time
    var keys = ApiKeys.in(file).list().stream().collect(Collectors.toMap(ApiKey::id, Held::of));
    return new Snapshot(keys, stamp, now);
  }

  private Object stamp() throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Arrays.asList(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }
}
