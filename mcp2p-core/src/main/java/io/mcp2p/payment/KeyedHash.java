package io.mcp2p.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA-256 under a secret: what is stored in place of codes, phone numbers and arguments, none
 * of which can be guessed from it without the secret. Thread-safe; prints nothing of the secret.
 *
 * @since 0.1
 */
public final class KeyedHash {
  private final SecretKeySpec key;
  // Never fed: a copy is ready to hash, and no provider need be looked for.
  private final @Nullable Mac fresh;

  private KeyedHash(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.fresh = copyOf(keyed());
  }

  private Mac keyed() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Not every provider can copy, such as one of hardware. */
  private static @Nullable Mac copyOf(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      return null;
    }
  }

  /**
   * Returns a hash under {@code secret}, the same on every node that shares a ledger.
   *
   * @throws IllegalArgumentException if the secret has fewer than 32 bytes
   */
  public static KeyedHash of(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a secret of at least 32 bytes is needed");
    }
    return new KeyedHash(secret.clone());
  }

  /** Returns a hash under a secret that ends with this process. */
  public static KeyedHash random() {
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new KeyedHash(secret);
  }

  /**
   * Returns the hash of {@code parts}, URL-safe base 64. Each part is hashed with its length, so
   * that {@code ("ab", "c")} and {@code ("a", "bc")} differ.
   */
  public String of(String... parts) {
    var copy = fresh == null ? null : copyOf(fresh);
    var mac = copy == null ? keyed() : copy;
    for (String part : parts) {
      byte[] bytes = part.getBytes(UTF_8);
      mac.update((bytes.length + ":").getBytes(UTF_8));
      mac.update(bytes);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
  }

  /** Compares two hashes in constant time. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
