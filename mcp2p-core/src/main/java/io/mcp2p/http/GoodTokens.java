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
  private static final int CAPACITY = 10_000;

  // Every request looks here, so none waits for another.
  private final Set<String> hashes = ConcurrentHashMap.newKeySet();

  boolean contains(String token) {
    return hashes.contains(hash(token));
  }

  /** Where there are too many, any one gives way: at worst it is a stranger's the next time. */
  void note(String token, boolean good) {
    var hash = hash(token);
    if (!good) {
      hashes.remove(hash);
    } else if (hashes.add(hash) && hashes.size() > CAPACITY) {
      hashes.stream().filter(it -> !it.equals(hash)).findFirst().ifPresent(hashes::remove);
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
