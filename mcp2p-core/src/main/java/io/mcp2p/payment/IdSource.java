package io.mcp2p.payment;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where identifiers come from. Implementations are thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IdSource {

  /**
   * Returns an identifier never returned before: 26 characters of {@code [0-9A-Z]} in the source of
   * {@link #random()}; any implementation keeps to {@code [0-9A-Za-z]}, 8 to 40 of them.
   */
  String next();

  /** Returns a source of 130 random bits an identifier, from {@link SecureRandom}. */
  static IdSource random() {
    return RandomIds.INSTANCE;
  }
}

/** Crockford's base 32 without look-alike letters, so that a person can read an id out loud. */
final class RandomIds implements IdSource {
  static final IdSource INSTANCE = new RandomIds();

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int AT_ONCE = 20;

  /** Bytes for some ids: the platform's source serves one thread at a time. */
  private static final class Drawn {
    private final byte[] bytes = new byte[AT_ONCE * LENGTH];
    private final AtomicInteger used = new AtomicInteger();

    /** Returns where the bytes of one id begin, or a negative number when all are used. */
    int take() {
      int id = used.getAndUpdate(it -> Math.min(it + 1, AT_ONCE));
      return id == AT_ONCE ? -1 : id * LENGTH;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private volatile Drawn drawn = draw();

  @Override
  public String next() {
    var from = drawn;
    int start = from.take();
    if (start < 0) {
      from = draw();
      start = from.take(); // the first, since no other thread has it yet
      drawn = from;
    }
    var id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(from.bytes[start + i] & 31));
    }
    return id.toString();
  }

  private Drawn draw() {
    var fresh = new Drawn();
    random.nextBytes(fresh.bytes);
    return fresh;
  }
}
