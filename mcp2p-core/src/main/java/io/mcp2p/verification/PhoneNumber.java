package io.mcp2p.verification;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.regex.Pattern;

/**
 * A phone number in E.164 form. It comes from the host's directory, never from a tool's arguments,
 * and prints masked. Google's libphonenumber says whether its country has numbers of that length;
 * whether somebody answers it, nobody can say.
 *
 * @param value {@code +} and 7 to 15 digits, the first not 0
 * @since 0.1
 */
public record PhoneNumber(String value) {
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /**
   * @throws IllegalArgumentException if {@code value} is not E.164 or no country has such a number;
   *     the message does not repeat it
   */
  public PhoneNumber {
    if (!E164.matcher(value).matches()) {
      throw new IllegalArgumentException("a phone number is + and 7 to 15 digits (E.164)");
    }
    if (!isPossible(value)) {
      throw new IllegalArgumentException("a phone number that no country has (E.164)");
    }
  }

  private static boolean isPossible(String value) {
    var numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.isPossibleNumber(numbers.parse(value, null));
    } catch (NumberParseException e) {
      return false;
    }
  }

  /** Returns the number with all but its last two digits hidden: {@code +**********78}. */
  public String masked() {
    int shown = 2;
    return "+" + "*".repeat(value.length() - 1 - shown) + value.substring(value.length() - shown);
  }

  @Override
  public String toString() {
    return masked();
  }
}
