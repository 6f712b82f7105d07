package io.mcp2p;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

/** One call, one direction; and who may know whom. */
@AnalyzeClasses(packages = "io.mcp2p", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] HIDDEN = {
    "io.modelcontextprotocol..",
    "reactor..",
    "org.reactivestreams..",
    "tools.jackson..",
    "com.github.victools..",
    "org.hibernate..",
    "com.twilio..",
    "org.apache.lucene.."
  };

  /** A builder and what it fills, a bridge and its transports, a record and its special case. */
  private static final Set<String> MUTUAL =
      Set.of("Mcp2pServer", "McpBridge", "ObservedLocalVerifier");

  @ArchTest
  static final ArchRule stages_dependInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("payment")
          .definedBy("io.mcp2p.payment")
          .layer("auth")
          .definedBy("io.mcp2p.auth")
          .layer("policy")
          .definedBy("io.mcp2p.policy")
          .layer("verification")
          .definedBy("io.mcp2p.verification..")
          .layer("ledger")
          .definedBy("io.mcp2p.ledger..")
          .layer("audit")
          .definedBy("io.mcp2p.audit")
          .layer("jsonrpc")
          .definedBy("io.mcp2p.jsonrpc")
          .layer("tool")
          .definedBy("io.mcp2p.tool")
          .layer("rail")
          .definedBy("io.mcp2p.rail")
          .layer("http")
          .definedBy("io.mcp2p.http")
          .layer("telemetry")
          .definedBy("io.mcp2p.telemetry")
          .layer("approval")
          .definedBy("io.mcp2p.approval")
          .layer("docs")
          .definedBy("io.mcp2p.docs")
          .layer("root")
          .definedBy("io.mcp2p")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("rail")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("jsonrpc")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("jsonrpc")
          .mayNotAccessAnyLayer()
          .whereLayer("docs")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("tool")
          .mayOnlyBeAccessedByLayers("rail", "docs", "root")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("tool", "rail", "root")
          .whereLayer("verification")
          .mayOnlyBeAccessedByLayers("tool", "rail", "root")
          .whereLayer("ledger")
          .mayOnlyBeAccessedByLayers("tool", "rail", "telemetry", "root")
          .whereLayer("telemetry")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("audit")
          .mayOnlyBeAccessedByLayers("tool", "rail", "root")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers(
              "policy",
              "verification",
              "ledger",
              "audit",
              "tool",
              "rail",
              "http",
              "telemetry",
              "docs",
              "root")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("approval")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("approval")
          .mayOnlyAccessLayers("payment");

  @ArchTest
  static final ArchRule packages_areFreeOfCycles =
      slices().matching("io.mcp2p.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule classesOfTheRoot_areFreeOfCycles =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  return type.getPackageName().equals("io.mcp2p")
                          && !MUTUAL.contains(outermost(type))
                      ? SliceIdentifier.of(outermost(type))
                      : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                  return "classes of the root package, but " + MUTUAL;
                }
              })
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule stages_doNotKnowTheRoot =
      noClasses()
          .that()
          .resideInAPackage("io.mcp2p.*..")
          .should()
          .dependOnClassesThat(
              describe("are in the root package", it -> it.getPackageName().equals("io.mcp2p")));

  @ArchTest
  static final ArchRule publicMethods_nameNoTypeOfALibraryThatMayChange =
      codeUnits().that(arePartOfTheApi()).should(nameOnly(HIDDEN));

  @ArchTest
  static final ArchRule publicFields_nameNoTypeOfALibraryThatMayChange =
      fields().that(arePartOfTheApi()).should(beOnly(HIDDEN));

  @ArchTest
  static final ArchRule publicTypes_extendNoTypeOfALibraryThatMayChange =
      classes()
          .that()
          .arePublic()
          .should()
          .notBeAssignableTo(resideInAnyPackage(HIDDEN).as("types of libraries that may change"))
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule onlyTheBridgeAndTheTransports_useTheMcpSdk =
      noClasses()
          .that(
              describe(
                  "are neither the bridge nor a transport",
                  it ->
                      !outermost(it).equals("McpBridge")
                          && !outermost(it).endsWith("Transport")
                          && !it.getPackageName().equals("io.mcp2p.http")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.modelcontextprotocol..", "reactor..");

  @ArchTest
  static final ArchRule onlyTheDocumentationSearch_usesLucene =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mcp2p.docs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule stages_useNeitherTheSdkNorJackson =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.mcp2p.payment",
              "io.mcp2p.auth",
              "io.mcp2p.policy",
              "io.mcp2p.verification",
              "io.mcp2p.audit",
              "io.mcp2p.approval",
              "io.mcp2p.tool",
              "io.mcp2p.rail")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.modelcontextprotocol..", "reactor..", "com.github.victools..");

  @ArchTest
  static final ArchRule nothing_writesToStandardOutput =
      noClasses()
          .that(
              describe(
                  "do not guard or serve standard output",
                  it ->
                      !outermost(it).equals("StdoutGuard") && !outermost(it).equals("Mcp2pServer")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule nothing_keepsTheCallerInAThread =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

  @ArchTest
  static final ArchRule time_comesFromAClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  private static String outermost(JavaClass type) {
    var name = type.getName().substring(type.getPackageName().length() + 1);
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static DescribedPredicate<JavaMember> arePartOfTheApi() {
    return describe(
        "are public or protected, in public types",
        it ->
            isApi(it.getOwner())
                && (it.getModifiers().contains(JavaModifier.PUBLIC)
                    || it.getModifiers().contains(JavaModifier.PROTECTED)));
  }

  private static boolean isApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
  }

  private static ArchCondition<JavaCodeUnit> nameOnly(String... hidden) {
    var predicate = resideInAnyPackage(hidden);
    return new ArchCondition<>("name no type of " + String.join(", ", hidden)) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        unit.getAllInvolvedRawTypes().stream()
            .filter(predicate)
            .forEach(
                it ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " names " + it.getName())));
      }
    };
  }

  private static ArchCondition<JavaField> beOnly(String... hidden) {
    var predicate = resideInAnyPackage(hidden);
    return new ArchCondition<>("be of no type of " + String.join(", ", hidden)) {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        field.getAllInvolvedRawTypes().stream()
            .filter(predicate)
            .forEach(
                it ->
                    events.add(
                        SimpleConditionEvent.violated(
                            field, field.getFullName() + " is a " + it.getName())));
      }
    };
  }
}
