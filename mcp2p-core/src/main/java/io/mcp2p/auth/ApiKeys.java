package io.mcp2p.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of API keys, for agents that no person can log in for. One line of JSON a key, which holds
 * the SHA-256 of the key and not the key: whoever reads the file cannot use it.
 *
 * <p>A key is {@code mcp2p_test_} or {@code mcp2p_live_}, then its id of 8 letters and digits, then
 * 256 random bits. The file is replaced as a whole, so a server that reads it meanwhile sees the
 * old or the new one. Thread-safe, also across processes.
 *
 * @since 0.1
 */
public final class ApiKeys {
  private static final int ID_LENGTH = 8;
  private static final String ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Clock clock;

  private ApiKeys(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Returns the keys of a file, which need not be there yet. */
  public static ApiKeys in(Path file) {
    return in(file, Clock.systemUTC());
  }

  /** Returns the keys of a file, with a clock of its own. */
  public static ApiKeys in(Path file, Clock clock) {
    return new ApiKeys(file, clock);
  }

  /**
   * Makes a key. It is shown this once; what is stored cannot bring it back.
   *
   * @param caller whom it stands for; its own id if null
   * @param lifetime for how long it is taken; for ever if null
   * @throws IllegalArgumentException if there are no scopes, or one is blank or holds a space, or
   *     the lifetime is not positive
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public String create(
      Mode mode,
      Set<String> scopes,
      @Nullable String caller,
      Locale locale,
      @Nullable Duration lifetime) {
    if (scopes.isEmpty() || scopes.stream().anyMatch(it -> !it.matches("[!-~]{1,200}"))) {
      throw new IllegalArgumentException("a key needs scopes: names without spaces");
    }
    if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
      throw new IllegalArgumentException("a key's lifetime is to be positive: " + lifetime);
    }
    var id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())));
    }
    var secret = new byte[32];
    RANDOM.nextBytes(secret);
    var text = prefix(mode) + id + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var now = clock.instant();
    var key =
        new ApiKey(
            id.toString(),
            sha256(text),
            mode,
            caller == null ? id.toString() : caller,
            locale,
            scopes,
            now,
            lifetime == null ? null : now.plus(lifetime),
            null);
    change(
        keys -> {
          var more = new ArrayList<>(keys);
          more.add(key);
          return more;
        });
    return text;
  }

  /**
   * Lists the keys, oldest first, revoked and expired ones included.
   *
   * @throws UncheckedIOException if the file cannot be read
   * @throws IllegalStateException if a line of it is none of a key; the message names it
   */
  public List<ApiKey> list() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has a key no longer taken, for ever.
   *
   * @return whether there is such a key that was not revoked before
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public boolean revoke(String id) {
    var now = clock.instant();
    return change(
        keys ->
            keys.stream()
                .map(it -> it.id().equals(id) && it.revokedAt() == null ? it.revoked(now) : it)
                .toList());
  }

  private boolean change(UnaryOperator<List<ApiKey>> step) {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (ApiKeys.class) { // a file lock is the process's, not the thread's
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        var before = Files.exists(file) ? read() : List.<ApiKey>of();
        var after = step.apply(before);
        if (!after.equals(before)) {
          replace(after);
        }
        return held.isValid() && !after.equals(before);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void replace(List<ApiKey> keys) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next); // of a process that was killed; we hold the lock
    try {
      createPrivately(next);
      var text = new StringBuilder();
      keys.forEach(key -> text.append(JSON.writeValueAsString(key)).append('\n'));
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** For the owner alone, unless the operator has opened the file that it replaces. */
  private void createPrivately(Path next) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(next);
      return;
    }
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(next, PosixFilePermissions.asFileAttribute(owner));
    if (Files.exists(file)) {
      Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
    }
  }

  private List<ApiKey> read() throws IOException {
    var keys = new ArrayList<ApiKey>();
    int number = 0;
    for (String line : Files.readString(file, UTF_8).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        keys.add(key(line, number));
      }
    }
    return List.copyOf(keys);
  }

  private ApiKey key(String line, int number) {
    try {
      var key = JSON.readValue(line, ApiKey.class);
      if (key != null) {
        return key;
      }
    } catch (JacksonException e) {
      // Not the cause of what is thrown: it quotes the line.
    }
    throw new IllegalStateException(file + ", line " + number + ": not an API key");
  }

  static String prefix(Mode mode) {
    return "mcp2p_" + mode.wire() + "_";
  }

  /** Returns the id in a key's text; null if the text is no key. */
  static @Nullable String id(String text) {
    for (Mode mode : Mode.values()) {
      var prefix = prefix(mode);
      if (text.startsWith(prefix) && text.length() > prefix.length() + ID_LENGTH) {
        return text.substring(prefix.length(), prefix.length() + ID_LENGTH);
      }
    }
    return null;
  }

  static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
