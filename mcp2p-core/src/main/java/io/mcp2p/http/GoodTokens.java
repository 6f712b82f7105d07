package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hashes of the tokens that were good when they last came. They are looked at again each time; only
 * bad ones from the same address, which may be a proxy's, do not hold them up. Thread-safe.
 */
final class GoodTokens {
  /** So many are kept at least, of those that came last, and twice as many at most. */
  static final int KEPT = 5_000;

  // Every request looks here, so none waits for another. What is in use moves from the older ones
  // to the newer; what is not goes with the older.
  private volatile Set<String> newer = ConcurrentHashMap.newKeySet();
  private volatile Set<String> older = ConcurrentHashMap.newKeySet();

  boolean contains(String token) {
    var hash = hash(token);
    if (newer.contains(hash)) {
      return true;
    }
    boolean isKnown = older.contains(hash);
    if (isKnown) {
      keep(hash);
    }
    return isKnown;
  }

  void note(String token, boolean good) {
    var hash = hash(token);
    if (good) {
      keep(hash);
    } else {
      newer.remove(hash);
      older.remove(hash);
    }
  }

  private void keep(String hash) {
    if (newer.add(hash) && newer.size() >= KEPT) {
      turn();
    }
  }

  private synchronized void turn() {
    if (newer.size() >= KEPT) {
      older = newer;
      newer = ConcurrentHashMap.newKeySet();
    }
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
