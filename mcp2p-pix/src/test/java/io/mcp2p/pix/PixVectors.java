package io.mcp2p.pix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@code pix.tsv}: test vectors published by others, each with its source. */
final class PixVectors {
  private PixVectors() {}

  record Row(
      String kind, String input, String expected, String detail, String note, String source) {
    @Override
    public String toString() {
      return input.length() > 40 ? kind : input + " " + expected + " " + detail;
    }
  }

  static Stream<Row> of(String kind) {
    return rows().stream().filter(row -> row.kind().equals(kind));
  }

  private static List<Row> rows() {
    try (var in = PixVectors.class.getResourceAsStream("pix.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(it -> new Row(it[0], it[1], it[2], it[3], it[4], it[5]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
