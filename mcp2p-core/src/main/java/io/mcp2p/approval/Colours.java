package io.mcp2p.approval;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The page's colours in one mode, light or dark, each {@code #rrggbb}. Text on the background, the
 * accent on the background and the buttons' text on the accent must each be legible: a contrast of
 * 4.5 or more, level AA of WCAG 2.2, success criterion 1.4.3.
 *
 * @param background behind everything
 * @param text of everything but buttons
 * @param accent of buttons and frames
 * @param onAccent the text of buttons
 * @since 0.1
 */
public record Colours(String background, String text, String accent, String onAccent) {
  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

  // In thousandths: 4.5, and the 0.05 that WCAG adds to both luminances.
  private static final long LEAST = 4_500;
  private static final double FLARE = 0.05;

  static final Colours LIGHT = new Colours("#ffffff", "#1b1d20", "#0b57d0", "#ffffff");
  static final Colours DARK = new Colours("#131518", "#e7e9ec", "#a8c7fa", "#062e6f");

  /**
   * @throws IllegalArgumentException if a colour has another form or a pair too little contrast
   */
  public Colours {
    for (String colour : List.of(background, text, accent, onAccent)) {
      if (!HEX.matcher(colour).matches()) {
        throw new IllegalArgumentException("a colour is #rrggbb, not " + colour);
      }
    }
    requireContrast(text, background);
    requireContrast(accent, background);
    requireContrast(onAccent, accent);
  }

  private static void requireContrast(String one, String other) {
    long contrast = contrast(one, other);
    if (contrast < LEAST) {
      throw new IllegalArgumentException(
          "%s on %s has a contrast of %d.%03d, and 4.5 is needed to read it"
              .formatted(one, other, contrast / 1000, contrast % 1000));
    }
  }

  /** The contrast ratio in thousandths, rounded down. */
  static long contrast(String one, String other) {
    double first = luminance(one) + FLARE;
    double second = luminance(other) + FLARE;
    return (long) (1000 * Math.max(first, second) / Math.min(first, second));
  }

  /** The relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear((rgb >> 8) & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
