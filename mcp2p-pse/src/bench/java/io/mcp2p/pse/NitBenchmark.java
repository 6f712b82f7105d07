package io.mcp2p.pse;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.CheckDigitException;
import org.apache.commons.validator.routines.checkdigit.ModulusCheckDigit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast a NIT is checked. No Java library that checks one was found, so the alternatives are
 * what a user would write: a regular expression and a loop, or a modulus of Commons Validator with
 * the weights of DIAN. Both only do the easy part: they take a base of nine digits and its check
 * digit, and know neither persons' numbers nor shapes.
 *
 * <p>{@code bare} are ten digits, {@code dotted} the same with dots and a dash, as people write
 * them. Run with {@code -prof gc} to see that checking allocates nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NitBenchmark {
  private static final int COUNT = 1024;
  private static final Pattern SEPARATORS = Pattern.compile("[.,\\- ]");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{10}");
  private static final int[] WEIGHTS = {3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71};
  private static final DianCheckDigit COMMONS = new DianCheckDigit();

  private final String[] bare = new String[COUNT];
  private final String[] dotted = new String[COUNT];
  private final String[] ids = new String[COUNT];
  private int next;

  /** Makes the same valid NITs for every run. */
  @Setup
  public void makeNits() {
    var random = new Random(11);
    for (int i = 0; i < COUNT; i++) {
      var base = Integer.toString(800_000_000 + random.nextInt(199_999_999));
      int checkDigit = Nit.checkDigitOf(base);
      bare[i] = base + checkDigit;
      dotted[i] = base.replaceAll("(\\d{3})(\\d{3})(\\d{3})", "$1.$2.$3-") + checkDigit;
      ids[i] = "NIT:" + dotted[i];
      if (!Nit.isValid(bare[i]) || !regexAndLoop(dotted[i]) || !COMMONS.isValid(bare[i])) {
        throw new IllegalStateException("they do not agree");
      }
    }
  }

  /** {@link Nit#isValid}, ten digits. */
  @Benchmark
  public boolean bare() {
    return Nit.isValid(bare[next++ & (COUNT - 1)]);
  }

  /** {@link Nit#isValid}, with dots and a dash. */
  @Benchmark
  public boolean dotted() {
    return Nit.isValid(dotted[next++ & (COUNT - 1)]);
  }

  /** {@link RecipientId#isValid}, with prefix, dots and a dash. */
  @Benchmark
  public boolean recipientId() {
    return RecipientId.isValid(ids[next++ & (COUNT - 1)]);
  }

  /** The naive version, ten digits. */
  @Benchmark
  public boolean regexAndLoopBare() {
    return regexAndLoop(bare[next++ & (COUNT - 1)]);
  }

  /** The naive version, with dots and a dash. */
  @Benchmark
  public boolean regexAndLoopDotted() {
    return regexAndLoop(dotted[next++ & (COUNT - 1)]);
  }

  /** Commons Validator, ten digits; it takes no separators. */
  @Benchmark
  public boolean commonsValidatorBare() {
    return COMMONS.isValid(bare[next++ & (COUNT - 1)]);
  }

  /** Commons Validator, the separators dropped before. */
  @Benchmark
  public boolean commonsValidatorDotted() {
    return COMMONS.isValid(SEPARATORS.matcher(dotted[next++ & (COUNT - 1)]).replaceAll(""));
  }

  private static boolean regexAndLoop(String nit) {
    var digits = SEPARATORS.matcher(nit).replaceAll("");
    if (!DIGITS.matcher(digits).matches()) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += Character.getNumericValue(digits.charAt(8 - i)) * WEIGHTS[i];
    }
    int remainder = sum % 11;
    int checkDigit = remainder < 2 ? remainder : 11 - remainder;
    return checkDigit == Character.getNumericValue(digits.charAt(9));
  }

  /** What Commons Validator asks a user to write. */
  private static final class DianCheckDigit extends ModulusCheckDigit {
    private static final long serialVersionUID = 1;

    DianCheckDigit() {
      super(11);
    }

    @Override
    protected int weightedValue(int value, int left, int right) {
      return right == 1 ? 0 : value * WEIGHTS[right - 2];
    }

    @Override
    public boolean isValid(String code) {
      if (code == null || code.length() < 2) {
        return false;
      }
      try {
        int remainder = calculateModulus(code, true);
        int checkDigit = remainder < 2 ? remainder : 11 - remainder;
        return checkDigit == Character.getNumericValue(code.charAt(code.length() - 1));
      } catch (CheckDigitException e) {
        return false;
      }
    }
  }
}
