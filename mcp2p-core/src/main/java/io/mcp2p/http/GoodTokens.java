package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hashes of the tokens that were good when they last came. They are looked at again each time; only
 * bad ones from the same address, which may be a proxy's, do not hold them up. Thread-safe.
 */
final class GoodTokens {
  private static final int CAPACITY = 10_000;

  private final Map<String, Boolean> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  boolean contains(String token) {
    var hash = hash(token);
    synchronized (hashes) {
      return hashes.get(hash) != null;
    }
  }

  void note(String token, boolean good) {
    var hash = hash(token);
    synchronized (hashes) {
      if (good) {
        hashes.put(hash, true);
      } else {
        hashes.remove(hash);
      }
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
