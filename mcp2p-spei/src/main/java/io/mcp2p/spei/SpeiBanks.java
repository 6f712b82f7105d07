package io.mcp2p.spei;

import static java.util.Objects.requireNonNull;

import io.mcp2p.rail.NameQuery;
import io.mcp2p.rail.TabSeparated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of {@linkplain SpeiBank participants}, by CLABE prefix.
 *
 * <p>{@link #bundled} is a copy of the public table of clabe-python (MIT), of March 2026.
 * Participants come and go several times a year, and a stale list has stopped good payments before
 * (clabe-python issue 122), so a host can add, rename and remove without waiting for a release:
 *
 * <pre>{@code
 * var banks = SpeiBanks.bundled()
 *     .with(new SpeiBank("846", "90846", "STP demo"))
 *     .without("902", "903");
 * }</pre>
 *
 * <p>Immutable and thread-safe; {@code with} and {@code without} return a new catalogue. Lists are
 * unmodifiable and ordered by prefix.
 *
 * @since 0.1
 */
public final class SpeiBanks {
  private static final String RESOURCE = "spei_banks.tsv";
  private static final int PREFIXES = 1000;

  // Three digits are an index: ordered and looked up without comparing strings, and cheap to copy.
  private final @Nullable SpeiBank[] byPrefix;
  private final List<SpeiBank> all;

  private SpeiBanks(@Nullable SpeiBank[] byPrefix) {
    var banks = new ArrayList<SpeiBank>();
    for (var bank : byPrefix) {
      if (bank != null) {
        banks.add(bank);
      }
    }
    this.byPrefix = byPrefix;
    this.all = List.copyOf(banks);
  }

  /** Returns the catalogue that comes with this library, read on first use. */
  public static SpeiBanks bundled() {
    return Bundled.BANKS;
  }

  /**
   * Returns a catalogue of exactly {@code banks}, for a host that keeps its own table.
   *
   * @throws IllegalArgumentException if two of them have the same CLABE prefix
   */
  public static SpeiBanks of(Collection<SpeiBank> banks) {
    var byPrefix = new @Nullable SpeiBank[PREFIXES];
    for (var bank : banks) {
      int index = indexOf(bank.clabePrefix());
      if (byPrefix[index] != null) {
        throw new IllegalArgumentException("two banks with CLABE prefix " + bank.clabePrefix());
      }
      byPrefix[index] = bank;
    }
    return new SpeiBanks(byPrefix);
  }

  /** Returns a catalogue with {@code banks} added; one that has a known prefix replaces it. */
  public SpeiBanks with(SpeiBank... banks) {
    return with(Arrays.asList(banks));
  }

  /** Returns a catalogue with {@code banks} added; one that has a known prefix replaces it. */
  public SpeiBanks with(Collection<SpeiBank> banks) {
    var changed = byPrefix.clone();
    for (var bank : banks) {
      changed[indexOf(bank.clabePrefix())] = bank;
    }
    return new SpeiBanks(changed);
  }

  /**
   * Returns a catalogue without the banks of these CLABE prefixes. A prefix that is not in the
   * catalogue is ignored, since the next release may have dropped it already.
   *
   * @throws IllegalArgumentException if a prefix is not three digits
   */
  public SpeiBanks without(String... prefixes) {
    var changed = byPrefix.clone();
    for (var prefix : prefixes) {
      SpeiBank.requireDigits("prefix", prefix, 3, 3);
      changed[indexOf(prefix)] = null;
    }
    return new SpeiBanks(changed);
  }

  /** Finds the bank of a CLABE prefix. Anything but three digits finds nothing. */
  public Optional<SpeiBank> find(String prefix) {
    int index = indexOf(requireNonNull(prefix, "prefix"));
    return index < 0 ? Optional.empty() : Optional.ofNullable(byPrefix[index]);
  }

  /** Finds the bank that holds an account. */
  public Optional<SpeiBank> ofClabe(Clabe clabe) {
    return find(clabe.bankCode());
  }

  /**
   * Lists the banks that fit {@code query}: those whose name contains each of its words, without
   * regard to case, accents or order, and those whose CLABE prefix or Banxico code starts with it.
   * A blank query lists all.
   */
  public List<SpeiBank> search(String query) {
    var sought = NameQuery.of(query);
    return all.stream()
        .filter(it -> sought.fits(it.name(), it.clabePrefix(), it.banxicoCode()))
        .toList();
  }

  /** Lists all banks. */
  public List<SpeiBank> all() {
    return all;
  }

  /** Returns the number of banks, not their names. */
  @Override
  public String toString() {
    return "SpeiBanks[" + all.size() + "]";
  }

  /** Returns 0 to 999 for three ASCII digits, otherwise -1. */
  private static int indexOf(String prefix) {
    if (prefix.length() != 3) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < 3; i++) {
      int digit = prefix.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = 10 * index + digit;
    }
    return index;
  }

  /** Defers reading until someone asks for the bundled catalogue, and then does it once. */
  private static final class Bundled {
    static final SpeiBanks BANKS =
        of(
            TabSeparated.rows(SpeiBanks.class, RESOURCE).stream()
                .map(it -> new SpeiBank(it.get(0), it.get(1), it.get(2)))
                .toList());
  }
}
