package io.mcp2p.verification;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that follow from a secret and the time: RFC 6238 over RFC 4226.
 *
 * @param algorithm of the HMAC: {@code HmacSHA1}, {@code HmacSHA256} or {@code HmacSHA512}
 * @param digits how long a code is
 */
record Totp(String algorithm, int digits) {
  static final Totp SIX_DIGITS = new Totp("HmacSHA1", 6);
  private static final long STEP_SECONDS = 30;
  private static final int[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  /** The 30 seconds in which {@code now} lies, counted from 1970. */
  static long step(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
  }

  String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
    return String.format("%0" + digits + "d", number % POWERS[digits]);
  }

  byte[] hmac(byte[] secret, byte[] message) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
