package io.mcp2p.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines of JSON, each of which holds the SHA-256 of itself and, before that, of the line before:
 * who changes, removes, adds or reorders one breaks the chain there. What no chain shows is that
 * its end was cut off, or that all of it was written anew; keep the newest hash elsewhere from time
 * to time.
 *
 * @since 0.1
 */
public final class AuditChain {
  /** What stands in place of the hash before the first line. */
  static final String START = "0".repeat(64);

  private static final String HASH = ",\"hash\":\"";
  private static final JsonMapper JSON = JsonMapper.shared();

  private AuditChain() {}

  /**
   * What became of checking a chain.
   *
   * @param lines how many lines are in order, from the first
   * @param hash of the last of them; 64 zeros if there is none
   * @param broken number of the first line that is not in order, counted from 1; none if all are
   */
  public record Result(long lines, String hash, Optional<Long> broken) {}

  /**
   * Checks a file of lines, however long.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static Result verify(Path file) {
    try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return AuditChain.<IOException>verify(lines::readLine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line after the other, and null after the last. */
  interface Lines<E extends Exception> {
    @Nullable String next() throws E;
  }

  static <E extends Exception> Result verify(Lines<E> lines) throws E {
    long good = 0;
    var before = START;
    for (var line = lines.next(); line != null; line = lines.next()) {
      if (!follows(line, good + 1, before)) {
        return new Result(good, before, Optional.of(good + 1));
      }
      good++;
      before = hash(line);
    }
    return new Result(good, before, Optional.empty());
  }

  /** Returns {@code entry} as line {@code number} of the chain, without a line break. */
  static String line(AuditEntry entry, long number, String before) {
    ObjectNode json = JSON.createObjectNode();
    json.put("line", number);
    json.put("before", before);
    json.put("at", entry.at().toString());
    json.put("call", entry.correlationId());
    json.put("mode", entry.mode().wire());
    json.put("caller", entry.caller());
    json.put("tool", entry.tool());
    json.put("outcome", entry.outcome());
    json.put("payment", entry.paymentId());
    json.put("reference", entry.reference());
    json.put("amount", entry.amount());
    json.put("payee", entry.payee());
    json.put("ms", entry.took().toMillis());
    var text = JSON.writeValueAsString(json);
    var hashed = text.substring(0, text.length() - 1);
    return hashed + HASH + sha256(hashed) + "\"}";
  }

  /** Returns the hash that stands in a line of a chain. */
  static String hash(String line) {
    int start = line.lastIndexOf(HASH) + HASH.length();
    return line.substring(start, start + 64);
  }

  /** Tells whether a line is whole, is line {@code number} and follows {@code before}. */
  static boolean follows(String line, long number, String before) {
    int end = line.lastIndexOf(HASH);
    if (end < 0 || !line.substring(end).equals(HASH + sha256(line.substring(0, end)) + "\"}")) {
      return false;
    }
    try {
      JsonNode json = JSON.readTree(line);
      return json.path("line").isIntegralNumber()
          && json.path("line").asLong() == number
          && json.path("before").asString("").equals(before);
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
