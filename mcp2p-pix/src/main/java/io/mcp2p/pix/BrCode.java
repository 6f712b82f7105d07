package io.mcp2p.pix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A BR Code, the text of a Pix QR code ("Pix copia e cola"): fields of a two-digit id, a two-digit
 * length and a value, the last of which is a checksum over the rest (EMV QRCPS; Manual de Padrões
 * para Iniciação do Pix). Nothing is fetched: of a dynamic code only the location of the payment is
 * known, not its amount and not for certain its payee.
 *
 * @param kind what it asks for
 * @param key the payee's key, of a static code
 * @param location where the payment is described, without a scheme; of a dynamic code
 * @param recurrence where an authorisation for Pix Automático is described, without a scheme
 * @param centavos the amount, of a static code that sets one
 * @param merchantName the payee's name, as the code has it; nobody has checked it
 * @param merchantCity the payee's city, as the code has it
 * @param txid the payee's own id for the payment
 */
record BrCode(
    Kind kind,
    @Nullable PixKey key,
    @Nullable String location,
    @Nullable String recurrence,
    @Nullable Long centavos,
    String merchantName,
    String merchantCity,
    @Nullable String txid) {
  private static final String GUI = "br.gov.bcb.pix";
  private static final String VERSION = "00";
  private static final String NAME = "59";
  private static final String CITY = "60";
  private static final String CHECKSUM = "63";
  private static final Set<String> REQUIRED = Set.of(VERSION, NAME, CITY, CHECKSUM);
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,2})?");
  private static final Pattern LOCATION = Pattern.compile("[!-~]+");
  // A static code has at most 25, a dynamic one 26 to 35; *** stands for none.
  private static final Pattern TXID = Pattern.compile("[A-Za-z0-9]{1,35}");
  private static final String NO_TXID = "***";

  /** What a code asks for. */
  enum Kind {
    /** A payment to a key. */
    STATIC,
    /** A payment that is described at a location. */
    DYNAMIC,
    /** An authorisation for payments to come (Pix Automático), perhaps with a payment at once. */
    RECURRENCE
  }

  /** Why a text is no BR Code of Pix. */
  enum Problem {
    /** Fields and lengths do not fit: something is missing, added or cut off. */
    STRUCTURE,
    /** The checksum does not fit the rest: at least one character is wrong. */
    CHECKSUM,
    /** Not for Pix, or not for Pix alone. */
    NOT_PIX,
    /** Not in reais. */
    CURRENCY,
    /** The amount is none. */
    AMOUNT,
    /** The key in it is none. */
    KEY,
    /** The payee's id for the payment has another form. */
    TXID
  }

  /** What a text was read as. */
  sealed interface Reading {
    /** A code. */
    record Decoded(BrCode code) implements Reading {}

    /** No code. */
    record Not(Problem problem) implements Reading {}
  }

  /** Tells whether a text is meant to be a BR Code of Pix, be it intact or not. */
  static boolean isMeant(String text) {
    return text.startsWith("000201") && text.toLowerCase(Locale.ROOT).contains(GUI);
  }

  /** Reads a text as a BR Code, whatever spaces are around it. Never throws. */
  static Reading read(String text) {
    var code = text.strip();
    var bytes = code.getBytes(UTF_8);
    var fields = fields(code);
    UnaryOperator<String> asText = UnaryOperator.identity();
    if (!isFramed(fields) && bytes.length != code.length()) {
      // Lengths are of characters; some who write accents, which the manual forbids, count bytes.
      fields = fields(new String(bytes, ISO_8859_1));
      asText = value -> new String(value.getBytes(ISO_8859_1), UTF_8);
    }
    if (fields == null || !isFramed(fields) || code.chars().anyMatch(Character::isISOControl)) {
      return new Reading.Not(Problem.STRUCTURE);
    }
    var checksum = String.format(Locale.ROOT, "%04X", Crc16.of(bytes, bytes.length - 4));
    return checksum.equalsIgnoreCase(fields.get(CHECKSUM))
        ? pix(fields, asText)
        : new Reading.Not(Problem.CHECKSUM);
  }

  /** The fields in their order, or null if the lengths do not add up or an id comes twice. */
  private static @Nullable Map<String, String> fields(String text) {
    var fields = new LinkedHashMap<String, String>();
    int at = 0;
    while (at < text.length()) {
      if (!isDigits(text, at, at + 4)) {
        return null;
      }
      int end = at + 4 + Integer.parseInt(text, at + 2, at + 4, 10);
      if (end > text.length()
          || fields.put(text.substring(at, at + 2), text.substring(at + 4, end)) != null) {
        return null;
      }
      at = end;
    }
    return fields;
  }

  private static boolean isDigits(String text, int from, int to) {
    return to <= text.length()
        && text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The version first, the checksum last, a name and a city between. */
  private static boolean isFramed(@Nullable Map<String, String> fields) {
    if (fields == null || !fields.keySet().containsAll(REQUIRED)) {
      return false;
    }
    var ids = List.copyOf(fields.keySet());
    return ids.get(0).equals(VERSION)
        && "01".equals(fields.get(VERSION))
        && ids.get(ids.size() - 1).equals(CHECKSUM)
        && field(fields, CHECKSUM).length() == 4;
  }

  private static Reading pix(Map<String, String> fields, UnaryOperator<String> asText) {
    var payments = templates(fields, 26, 51);
    var recurrences = templates(fields, 80, 99);
    if (payments.size() > 1 || recurrences.size() > 1) {
      return new Reading.Not(Problem.STRUCTURE);
    }
    if (payments.isEmpty() && recurrences.isEmpty()) {
      return new Reading.Not(Problem.NOT_PIX);
    }
    if (!"986".equals(fields.get("53"))) {
      return new Reading.Not(Problem.CURRENCY);
    }
    var payment = payments.isEmpty() ? Map.<String, String>of() : payments.get(0);
    var key = payment.get("01");
    var location = payment.get("25");
    var recurrence = recurrences.isEmpty() ? null : recurrences.get(0).get("25");
    boolean asksForOne = (key == null) != (location == null) || (key == null && recurrence != null);
    if (!asksForOne || !isLocation(location) || !isLocation(recurrence)) {
      return new Reading.Not(Problem.STRUCTURE);
    }
    var payee = key == null ? null : key(key);
    if (key != null && payee == null) {
      return new Reading.Not(Problem.KEY);
    }
    // Of a dynamic code the amount is what the location says.
    var amount = key == null ? null : fields.get("54");
    if (amount != null && !AMOUNT.matcher(amount).matches()) {
      return new Reading.Not(Problem.AMOUNT);
    }
    var additional = fields(fields.getOrDefault("62", ""));
    if (additional == null) {
      return new Reading.Not(Problem.STRUCTURE);
    }
    var txid = additional.getOrDefault("05", NO_TXID);
    if (!txid.equals(NO_TXID) && !TXID.matcher(txid).matches()) {
      return new Reading.Not(Problem.TXID);
    }
    return new Reading.Decoded(
        new BrCode(
            recurrence != null ? Kind.RECURRENCE : key != null ? Kind.STATIC : Kind.DYNAMIC,
            payee,
            location,
            recurrence,
            amount == null ? null : centavos(amount),
            asText.apply(field(fields, NAME)),
            asText.apply(field(fields, CITY)),
            txid.equals(NO_TXID) ? null : txid));
  }

  private static String field(Map<String, String> fields, String id) {
    return Objects.requireNonNull(fields.get(id), id);
  }

  /** The templates of Pix among the fields of these ids; other schemes may have theirs there. */
  private static List<Map<String, String>> templates(
      Map<String, String> fields, int firstId, int lastId) {
    var found = new ArrayList<Map<String, String>>();
    fields.forEach(
        (id, value) -> {
          int number = Integer.parseInt(id);
          var template = number < firstId || number > lastId ? null : fields(value);
          if (template != null && GUI.equalsIgnoreCase(template.get("00"))) {
            found.add(template);
          }
        });
    return found;
  }

  private static boolean isLocation(@Nullable String location) {
    return location == null || LOCATION.matcher(location).matches();
  }

  /** In a code a phone has its +55, so eleven bare digits that could be two things are a CPF. */
  private static @Nullable PixKey key(String text) {
    if (PixKey.read(text) instanceof PixKey.Reading.Found found) {
      return found.key();
    }
    return Cpf.isValid(text) ? PixKey.ofCpf(text) : null;
  }

  /** No amount, and an amount of nothing, leave it to the payer. */
  private static @Nullable Long centavos(String amount) {
    long centavos = new BigDecimal(amount).movePointRight(2).longValueExact();
    return centavos == 0 ? null : centavos;
  }

  /** Shows the kind only: who is paid what is personal data. */
  @Override
  public String toString() {
    return "BrCode[" + kind + "]";
  }
}
