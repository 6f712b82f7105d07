package io.mcp2p.pix;

/**
 * Reasons of SPI for a rejection that have words in the bundle (Open-Pix/openpix-developers,
 * error-codes-payment). There are more, and providers have their own: a code that is not here is
 * shown as it came.
 */
enum RejectCode {
  AB03,
  AB11,
  AC03,
  AC06,
  AC07,
  AC14,
  AG13,
  AM02,
  AM04,
  AM09,
  BE01,
  BE17,
  CH11,
  DS04,
  DT05,
  DUPL,
  ED05,
  FF08,
  FRAD,
  RR04;

  /** Tells whether {@code railCode} is one of these. */
  static boolean isKnown(String railCode) {
    for (var code : values()) {
      if (code.name().equals(railCode)) {
        return true;
      }
    }
    return false;
  }
}
