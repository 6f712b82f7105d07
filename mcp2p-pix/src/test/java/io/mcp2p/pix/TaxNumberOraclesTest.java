package io.mcp2p.pix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.util.Random;
import java.util.function.Predicate;
import org.hibernate.validator.constraints.br.CNPJ;
import org.hibernate.validator.constraints.br.CPF;
import org.junit.jupiter.api.Test;

/** Our check digits against those of two libraries, over the same million of random numbers. */
class TaxNumberOraclesTest {
  private static final int COUNT = 1_000_000;
  private static final String DIGITS = "0123456789";
  private static final String CHARACTERS = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private record Annotated(
      @CPF String cpf,
      @CNPJ String cnpj,
      @CNPJ(format = CNPJ.Format.ALPHANUMERIC) String letters) {}

  private static <A extends Annotation> A annotation(String component, Class<A> type) {
    try {
      return Annotated.class.getDeclaredField(component).getAnnotation(type);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  private static Predicate<String> hibernateCpf() {
    var validator = new org.hibernate.validator.internal.constraintvalidators.hv.br.CPFValidator();
    validator.initialize(annotation("cpf", CPF.class));
    return cpf -> validator.isValid(cpf, null);
  }

  private static Predicate<String> hibernateCnpj(String component) {
    var validator = new org.hibernate.validator.internal.constraintvalidators.hv.br.CNPJValidator();
    validator.initialize(annotation(component, CNPJ.class));
    return cnpj -> validator.isValid(cnpj, null);
  }

  private static Predicate<String> stellaCpf() {
    var validator = new br.com.caelum.stella.validation.CPFValidator(false);
    return cpf -> validator.invalidMessagesFor(cpf).isEmpty();
  }

  private static Predicate<String> stellaCnpj() {
    var validator = new br.com.caelum.stella.validation.CNPJValidator(false);
    return cnpj -> validator.invalidMessagesFor(cnpj).isEmpty();
  }

  /** Half of them with their check digits, half with any. */
  private static String random(Random random, String alphabet, int length, boolean checked) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length - 2; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    if (checked) {
      var base = text.toString();
      return base + (length == 11 ? CpfTest.checkDigits(base) : CnpjTest.checkDigits(base));
    }
    return text.append(random.nextInt(10)).append(random.nextInt(10)).toString();
  }

  @Test
  void millionCpfs_areJudgedAsByBothLibraries() {
    var random = new Random(11);
    var hibernate = hibernateCpf();
    var stella = stellaCpf();
    int valid = 0;
    for (int i = 0; i < COUNT; i++) {
      var cpf = random(random, DIGITS, 11, i % 2 == 0);
      boolean ours = Cpf.isValid(cpf);
      if (ours != hibernate.test(cpf) || ours != stella.test(cpf)) {
        assertThat(ours).as("%s: %s, %s", cpf, hibernate.test(cpf), stella.test(cpf)).isNull();
      }
      valid += ours ? 1 : 0;
    }
    assertThat(valid).isBetween(COUNT / 2, COUNT / 2 + COUNT / 100);
  }

  @Test
  void millionNumericCnpjs_areJudgedAsByBothLibraries() {
    assertThat(compareCnpjs(DIGITS, hibernateCnpj("cnpj"), 14)).isZero();
  }

  @Test
  void millionCnpjsWithLetters_areJudgedAsByBothLibraries() {
    compareCnpjs(CHARACTERS, hibernateCnpj("letters"), 15);
  }

  /** Counts where Hibernate Validator is wrong in the one way that is known. */
  private static int compareCnpjs(String alphabet, Predicate<String> hibernate, int seed) {
    var random = new Random(seed);
    var stella = stellaCnpj();
    int valid = 0;
    int known = 0;
    for (int i = 0; i < COUNT; i++) {
      var cnpj = random(random, alphabet, 14, i % 2 == 0);
      boolean ours = Cnpj.isValid(cnpj);
      assertThat(stella.test(cnpj)).as(cnpj).isEqualTo(ours);
      if (hibernate.test(cnpj) != ours) {
        assertThat(cnpj).as("Hibernate Validator on").matches(TaxNumberOraclesTest::isKnownDefect);
        assertThat(ours).as(cnpj).isTrue();
        known++;
      }
      valid += ours ? 1 : 0;
    }
    assertThat(valid).isBetween(COUNT / 2, COUNT / 2 + COUNT / 100);
    return known;
  }

  /**
   * Hibernate Validator 9.1.6 takes a number for one of equal characters if its first two
   * characters are the same digit and so are all its other digits, and overlooks the letters.
   */
  private static boolean isKnownDefect(String cnpj) {
    return cnpj.charAt(0) == cnpj.charAt(1)
        && cnpj.charAt(0) <= '9'
        && cnpj.chars().filter(c -> c <= '9').distinct().count() == 1;
  }

  @Test
  void knownDefectOfHibernateValidator_isStillThere() {
    var hibernate = hibernateCnpj("letters");
    for (var cnpj : new String[] {"00HR0EZMMBLL00", "111JIFLJ1V1L11", "33EOFOFBRDSB33"}) {
      assertThat(isKnownDefect(cnpj)).isTrue();
      assertThat(Cnpj.isValid(cnpj)).isTrue();
      assertThat(stellaCnpj()).accepts(cnpj);
      assertThat(hibernate).rejects(cnpj);
    }
  }
}
