package io.mcp2p.pix;

/**
 * CRC-16/CCITT-FALSE, the checksum at the end of a BR Code: polynomial 1021, initial value FFFF, no
 * reflection, no final exclusive or; of {@code 123456789} it is 29B1.
 */
final class Crc16 {
  private static final int POLYNOMIAL = 0x1021;

  /** Returns the checksum of the first {@code length} bytes, 0 to FFFF. */
  static int of(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= (bytes[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
    }
    return crc & 0xFFFF;
  }

  private Crc16() {}
}
