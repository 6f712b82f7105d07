package io.mcp2p.pix;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.constraints.br.CNPJ;
import org.hibernate.validator.constraints.br.CPF;
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
 * How fast a CPF and a CNPJ are checked, against Hibernate Validator's validators (called without
 * the framework around them, which flatters them) and Stella's. 1,024 numbers in turn keep the
 * branch predictor from learning one by heart. Run with {@code -prof gc} to see that checking
 * allocates nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TaxNumberBenchmark {
  private static final int COUNT = 1024;

  private record Annotated(@CPF String cpf, @CNPJ(format = CNPJ.Format.ALPHANUMERIC) String cnpj) {}

  private final String[] cpfs = new String[COUNT];
  private final String[] cnpjs = new String[COUNT];
  private final String[] lettered = new String[COUNT];
  private int next;

  private final org.hibernate.validator.internal.constraintvalidators.hv.br.CPFValidator
      hibernateCpf = new org.hibernate.validator.internal.constraintvalidators.hv.br.CPFValidator();
  private final org.hibernate.validator.internal.constraintvalidators.hv.br.CNPJValidator
      hibernateCnpj =
          new org.hibernate.validator.internal.constraintvalidators.hv.br.CNPJValidator();
  private final br.com.caelum.stella.validation.CPFValidator stellaCpf =
      new br.com.caelum.stella.validation.CPFValidator(false);
  private final br.com.caelum.stella.validation.CNPJValidator stellaCnpj =
      new br.com.caelum.stella.validation.CNPJValidator(false);

  /** Makes the same valid numbers for every run. */
  @Setup
  public void makeNumbers() throws NoSuchFieldException {
    hibernateCpf.initialize(Annotated.class.getDeclaredField("cpf").getAnnotation(CPF.class));
    hibernateCnpj.initialize(Annotated.class.getDeclaredField("cnpj").getAnnotation(CNPJ.class));
    var random = new Random(11);
    for (int i = 0; i < COUNT; i++) {
      var nine = "%09d".formatted(1 + random.nextInt(999_999_999));
      cpfs[i] = nine + CpfTest.checkDigits(nine);
      var twelve = "%012d".formatted(1 + random.nextLong(999_999_999_999L));
      cnpjs[i] = twelve + CnpjTest.checkDigits(twelve);
      var letters = new StringBuilder("A");
      while (letters.length() < 12) {
        letters.append(Character.toUpperCase(Character.forDigit(random.nextInt(36), 36)));
      }
      lettered[i] = letters + CnpjTest.checkDigits(letters.toString());
    }
  }

  /** {@link Cpf#isValid}. */
  @Benchmark
  public boolean cpf() {
    return Cpf.isValid(cpfs[next()]);
  }

  /** Hibernate Validator. */
  @Benchmark
  public boolean cpfHibernate() {
    return hibernateCpf.isValid(cpfs[next()], null);
  }

  /** Stella. */
  @Benchmark
  public boolean cpfStella() {
    return stellaCpf.invalidMessagesFor(cpfs[next()]).isEmpty();
  }

  /** {@link Cnpj#isValid} of digits. */
  @Benchmark
  public boolean cnpj() {
    return Cnpj.isValid(cnpjs[next()]);
  }

  /** {@link Cnpj#isValid} of digits and letters. */
  @Benchmark
  public boolean cnpjWithLetters() {
    return Cnpj.isValid(lettered[next()]);
  }

  /** Hibernate Validator, digits. */
  @Benchmark
  public boolean cnpjHibernate() {
    return hibernateCnpj.isValid(cnpjs[next()], null);
  }

  /** Stella, digits. */
  @Benchmark
  public boolean cnpjStella() {
    return stellaCnpj.invalidMessagesFor(cnpjs[next()]).isEmpty();
  }

  /** Hibernate Validator, digits and letters. */
  @Benchmark
  public boolean cnpjWithLettersHibernate() {
    return hibernateCnpj.isValid(lettered[next()], null);
  }

  /** Stella, digits and letters. */
  @Benchmark
  public boolean cnpjWithLettersStella() {
    return stellaCnpj.invalidMessagesFor(lettered[next()]).isEmpty();
  }

  private int next() {
    return next++ & (COUNT - 1);
  }
}
