package io.mcp2p.examples;

import io.mcp2p.ledger.JdbcLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The secrets of a ledger, a line of base 64 each. Of the first, 32 bytes hash and 32 are the key
 * "1" that encrypts; every further line is the key "2", "3" and so on. The last one encrypts, and
 * each decrypts what it has encrypted.
 */
final class SecretFile {
  private static final int KEY = 32;

  private final Path file;
  private final byte[] hashing;
  private final List<byte[]> keys;

  private SecretFile(Path file, byte[] hashing, List<byte[]> keys) {
    this.file = file;
    this.hashing = hashing;
    this.keys = List.copyOf(keys);
  }

  /** Reads a file. */
  static SecretFile read(Path file) {
    try {
      var lines = Files.readAllLines(file).stream().filter(it -> !it.isBlank()).toList();
      var first = lines.isEmpty() ? new byte[0] : bytes(lines.get(0));
      if (first.length < 2 * KEY) {
        throw new WrongOption("--secret: " + file + " has fewer than 64 bytes in base 64");
      }
      var keys = new ArrayList<byte[]>();
      keys.add(Arrays.copyOfRange(first, KEY, 2 * KEY));
      for (var line : lines.subList(1, lines.size())) {
        var key = bytes(line);
        if (key.length != KEY) {
          throw new WrongOption(
              "--secret: line "
                  + (keys.size() + 1)
                  + " of "
                  + file
                  + " is not 32 bytes in base 64");
        }
        keys.add(key);
      }
      return new SecretFile(file, Arrays.copyOf(first, KEY), keys);
    } catch (NoSuchFileException e) {
      throw new WrongOption("--secret: there is no file " + file);
    } catch (IOException | IllegalArgumentException e) {
      throw new WrongOption("--secret: cannot read " + file);
    }
  }

  private static byte[] bytes(String line) {
    return Base64.getMimeDecoder().decode(line);
  }

  /** Makes a file, which only its owner can read. */
  static void make(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    } else {
      Files.createFile(file);
    }
    append(file, 2 * KEY);
  }

  /**
   * Adds a key, which encrypts from the next start on.
   *
   * @return the key's name
   */
  String rotate() throws IOException {
    append(file, KEY);
    return Integer.toString(keys.size() + 1);
  }

  private static void append(Path file, int length) throws IOException {
    var bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    var line = Base64.getEncoder().encodeToString(bytes) + "\n";
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }

  /** Returns what hashes digests, codes and phones; it never changes. */
  byte[] hashing() {
    return hashing.clone();
  }

  /** Gives a ledger the keys. */
  JdbcLedger.Builder decrypting(JdbcLedger.Builder ledger) {
    for (int i = 0; i < keys.size() - 1; i++) {
      ledger.decryptingWith(Integer.toString(i + 1), keys.get(i));
    }
    return ledger.encryptingWith(Integer.toString(keys.size()), keys.get(keys.size() - 1));
  }
}
