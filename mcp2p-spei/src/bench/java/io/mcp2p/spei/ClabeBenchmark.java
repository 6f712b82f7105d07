package io.mcp2p.spei;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
 * How fast a CLABE is checked, against the way it is usually written: a regular expression and a
 * loop with one remainder per digit. 1,024 numbers in turn keep the branch predictor from learning
 * one by heart. Run with {@code -prof gc} to see that checking allocates nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ClabeBenchmark {
  private static final int COUNT = 1024;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{18}");
  private static final int[] WEIGHTS = {3, 7, 1};

  private final String[] clabes = new String[COUNT];
  private int next;

  /** Makes the same valid CLABEs for every run. */
  @Setup
  public void makeClabes() {
    var random = new Random(18);
    for (int i = 0; i < COUNT; i++) {
      var digits = "%017d".formatted(random.nextLong(100_000_000_000_000_000L));
      clabes[i] = digits + Clabe.expectedCheckDigit(digits);
    }
  }

  /** {@link Clabe#isValid}. */
  @Benchmark
  public boolean isValid() {
    return Clabe.isValid(nextClabe());
  }

  /** The naive version. */
  @Benchmark
  public boolean regexAndLoop() {
    var clabe = nextClabe();
    if (!DIGITS.matcher(clabe).matches()) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += Character.getNumericValue(clabe.charAt(i)) * WEIGHTS[i % 3] % 10;
    }
    return (10 - sum % 10) % 10 == Character.getNumericValue(clabe.charAt(17));
  }

  private String nextClabe() {
    return clabes[next++ & (COUNT - 1)];
  }
}
