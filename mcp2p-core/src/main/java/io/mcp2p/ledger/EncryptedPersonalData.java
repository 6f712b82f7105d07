package io.mcp2p.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.payment.PaymentId;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce of 96 bits for each text (NIST SP 800-38D, section 8.2.2), which
 * is stored before the cipher text. Payment and column are authenticated, so that nobody can move a
 * stored text to another place.
 */
final class EncryptedPersonalData implements PersonalData {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final String keyId;
  private final Map<String, SecretKey> keys;

  /** Encrypts with the key named {@code keyId}, and decrypts with all of {@code keys}. */
  EncryptedPersonalData(String keyId, Map<String, SecretKey> keys) {
    this.keyId = keyId;
    this.keys = Map.copyOf(keys);
  }

  @Override
  public String seal(PaymentId payment, String column, String text) {
    try {
      var nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      var cipher = cipher(Cipher.ENCRYPT_MODE, key(payment, keyId), nonce, payment, column);
      var plain = text.getBytes(UTF_8);
      var sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return keyId + ":" + Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  @Override
  public String open(PaymentId payment, String column, String stored) {
    int colon = stored.indexOf(':');
    if (colon == 0) {
      return stored.substring(1); // stored before the host had a key, or purged
    }
    var key = key(payment, stored.substring(0, Math.max(colon, 0)));
    try {
      var sealed = Base64.getDecoder().decode(stored.substring(colon + 1));
      var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, payment, column);
      return new String(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          column + " of " + payment + " is not what the ledger stored there", e);
    }
  }

  private SecretKey key(PaymentId payment, String id) {
    return Objects.requireNonNullElseGet(
        keys.get(id),
        () -> {
          throw new IllegalStateException(
              payment + " was encrypted with key '" + id + "': add it by decryptingWith(...)");
        });
  }

  private static Cipher cipher(
      int mode, SecretKey key, byte[] nonce, PaymentId payment, String column)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((payment.value() + " " + column).getBytes(UTF_8));
    return cipher;
  }
}
