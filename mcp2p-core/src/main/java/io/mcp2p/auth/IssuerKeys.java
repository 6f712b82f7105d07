package io.mcp2p.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer signs with. One thread asks for them at a time, and who comes meanwhile
 * shares what it gets. While the issuer is out, the keys that were known last stay good for an
 * hour; what cannot be told from them is an outage, never a bad token. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(OAuthAuthenticator.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofHours(1);

  /** How often the issuer is asked because a token names an unknown key, or an outage lasts. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** For how long an issuer that was just found to be out is not waited for again. */
  private static final Duration OUT = Duration.ofSeconds(5);

  private final String issuer;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicBoolean aside = new AtomicBoolean();

  private record Known(JWKSet keys, Instant at) {}

  private record Outage(String why, Instant at) {}

  // Written by whoever holds the lock.
  private volatile @Nullable Known known;
  private volatile @Nullable URI place;
  private final AtomicLong attempts = new AtomicLong();
  private volatile Instant triedAt = Instant.MIN;
  private volatile @Nullable Outage outage;

  private Instant unknownSince = Instant.MIN; // guarded by this

  IssuerKeys(String issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    long seen = attempts.get();
    var found = selector.select(keys(seen));
    if (!found.isEmpty()) {
      return found;
    }
    if (mayAskForUnknown() || asking.isLocked()) {
      return selector.select(asked(seen));
    }
    var out = outage;
    if (out != null) {
      throw new KeySourceException(out.why()); // it may be a key that is new
    }
    return List.of();
  }

  private JWKSet keys(long seen) throws KeySourceException {
    var now = clock.instant();
    var have = known;
    if (have == null || isPast(have.at(), KEPT, now)) {
      var out = outage;
      if (out != null && !isPast(out.at(), OUT, now)) {
        throw new KeySourceException(out.why());
      }
      return asked(seen);
    }
    if (isPast(have.at(), FRESH, now) && isPast(triedAt, AGAIN, now)) {
      askAside();
    }
    return have.keys();
  }

  private static boolean isPast(Instant since, Duration time, Instant now) {
    return since.equals(Instant.MIN) || Duration.between(since, now).compareTo(time) >= 0;
  }

  private synchronized boolean mayAskForUnknown() {
    var now = clock.instant();
    if (isPast(unknownSince, AGAIN, now)) {
      unknownSince = now;
      return true;
    }
    return false;
  }

  /** Nobody has to wait for what is only to be renewed. */
  private void askAside() {
    if (aside.compareAndSet(false, true)) {
      long seen = attempts.get();
      var thread =
          new Thread(
              () -> {
                try {
                  asked(seen);
                } catch (KeySourceException e) {
                  LOG.warn("the keys known last are used: {}", e.getMessage());
                } finally {
                  aside.set(false);
                }
              },
              "mcp2p-issuer-keys");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Asks the issuer, unless somebody has since {@code seen} attempts, or is doing so. */
  private JWKSet asked(long seen) throws KeySourceException {
    asking.lock();
    try {
      if (attempts.get() == seen) {
        ask();
      }
      var out = outage;
      if (out != null) {
        throw new KeySourceException(out.why());
      }
      return Objects.requireNonNull(known, "there is no outage").keys();
    } finally {
      asking.unlock();
    }
  }

  private void ask() {
    triedAt = clock.instant();
    try {
      var where = place;
      if (where == null) {
        where = IssuerMetadata.keys(issuer);
      }
      var keys = JWKSet.parse(IssuerMetadata.page(where));
      place = where;
      known = new Known(keys, triedAt);
      outage = null;
    } catch (ParseException e) {
      place = null;
      outage = new Outage("the keys of " + issuer + " cannot be read", clock.instant());
    } catch (RuntimeException e) {
      place = null; // they may have moved
      outage =
          new Outage(
              "the keys of " + issuer + " cannot be fetched: " + e.getMessage(), clock.instant());
    } finally {
      attempts.incrementAndGet();
    }
  }
}
