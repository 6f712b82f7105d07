package io.mcp2p.pse;

import static java.util.Objects.requireNonNull;

import io.mcp2p.rail.NameQuery;
import io.mcp2p.rail.TabSeparated;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A catalogue of {@linkplain PseBank institutions}, by code.
 *
 * <p>{@link #bundled} is compiled from public lists, since ACH Colombia publishes none; it is good
 * for names and a first check. What can be paid, the provider knows: a connector that has its list
 * returns it from {@link PseConnector#banks}, and that list then decides.
 *
 * <p>A code is three digits, or four of which the first is a 1; both name the same institution.
 *
 * <p>Immutable and thread-safe; {@code with} and {@code without} return a new catalogue. Lists are
 * unmodifiable and ordered by code.
 *
 * @since 0.1
 */
public final class PseBanks {
  private static final String RESOURCE = "pse_banks.tsv";

  private final SortedMap<String, PseBank> byCode;
  private final List<PseBank> all;

  private PseBanks(SortedMap<String, PseBank> byCode) {
    this.byCode = byCode;
    this.all = List.copyOf(byCode.values());
  }

  /** Returns the catalogue that comes with this library, read on first use. */
  public static PseBanks bundled() {
    return Bundled.BANKS;
  }

  /**
   * Returns a catalogue of exactly {@code banks}: a provider's list, say.
   *
   * @throws IllegalArgumentException if two of them have the same code
   */
  public static PseBanks of(Collection<PseBank> banks) {
    var byCode = new TreeMap<String, PseBank>();
    for (var bank : banks) {
      if (byCode.put(bank.code(), bank) != null) {
        throw new IllegalArgumentException("two banks with code " + bank.code());
      }
    }
    return new PseBanks(byCode);
  }

  /** Returns a catalogue with {@code banks} added; one that has a known code replaces it. */
  public PseBanks with(PseBank... banks) {
    return with(Arrays.asList(banks));
  }

  /** Returns a catalogue with {@code banks} added; one that has a known code replaces it. */
  public PseBanks with(Collection<PseBank> banks) {
    var changed = new TreeMap<>(byCode);
    banks.forEach(bank -> changed.put(bank.code(), bank));
    return new PseBanks(changed);
  }

  /**
   * Returns a catalogue without the banks of these codes. A code that is not in the catalogue is
   * ignored, since the next release may have dropped it already.
   *
   * @throws IllegalArgumentException if a code is neither three digits nor four that start with 1
   */
  public PseBanks without(String... codes) {
    var changed = new TreeMap<>(byCode);
    for (var code : codes) {
      if (!isCode(code)) {
        throw new IllegalArgumentException("bank code: three or four digits, not " + code);
      }
      changed.remove(normal(code));
    }
    return new PseBanks(changed);
  }

  /** Tells whether {@code code} is three ASCII digits, or four of which the first is a 1. */
  public static boolean isCode(String code) {
    int length = code.length();
    if (length != 3 && !(length == 4 && code.charAt(0) == '1')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (code.charAt(i) < '0' || code.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String normal(String code) {
    return code.length() == 4 ? code.substring(1) : code;
  }

  /** Finds the bank of a code of three or four digits. Anything else finds nothing. */
  public Optional<PseBank> find(String code) {
    return isCode(requireNonNull(code, "code"))
        ? Optional.ofNullable(byCode.get(normal(code)))
        : Optional.empty();
  }

  /**
   * Lists the banks that fit {@code query}: those whose name contains each of its words, without
   * regard to case, accents or order, and those whose code, in either form, starts with it. A blank
   * query lists all.
   */
  public List<PseBank> search(String query) {
    var sought = NameQuery.of(query);
    return all.stream().filter(it -> sought.fits(it.name(), it.code(), it.pseCode())).toList();
  }

  /** Lists all banks. */
  public List<PseBank> all() {
    return all;
  }

  /** Returns the number of banks, not their names. */
  @Override
  public String toString() {
    return "PseBanks[" + all.size() + "]";
  }

  /** Defers reading until someone asks for the bundled catalogue, and then does it once. */
  private static final class Bundled {
    static final PseBanks BANKS =
        of(
            TabSeparated.rows(PseBanks.class, RESOURCE).stream()
                .map(it -> new PseBank(it.get(0), it.get(2)))
                .toList());
  }
}
