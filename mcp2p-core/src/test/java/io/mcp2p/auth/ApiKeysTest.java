package io.mcp2p.auth;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcp2p.auth.Authentication.Known;
import io.mcp2p.auth.Authentication.Unknown;
import io.mcp2p.auth.Authentication.WrongMode;
import io.mcp2p.tck.AtOnce;
import io.mcp2p.tck.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final Set<String> SCOPES = Set.of(Scope.PAYMENTS_READ, Scope.REFERENCE_READ);
  private static final Locale PT = Locale.forLanguageTag("pt");

  @TempDir private Path folder;
  private final SettableClock clock = SettableClock.at("2026-03-02T15:00:00Z");
  private final AtomicLong nanos = new AtomicLong();
  private Path file;
  private ApiKeys keys;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("keys.jsonl");
    keys = ApiKeys.in(file, clock);
  }

  // Making and revoking.

  @Test
  void key_isRandomAndStoredAsAHash() throws IOException {
    var first = create(Mode.TEST);
    var second = create(Mode.LIVE);

    assertThat(first).matches("mcp2p_test_[0-9a-z]{8}[A-Za-z0-9_-]{43}");
    assertThat(second).matches("mcp2p_live_[0-9a-z]{8}[A-Za-z0-9_-]{43}");
    assertThat(first.substring(11)).isNotEqualTo(second.substring(11));
    var text = Files.readString(file);
    assertThat(text.lines()).hasSize(2);
    assertThat(text).doesNotContain(first, first.substring(19), second.substring(19));
    assertThat(text).contains(ApiKeys.sha256(first));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void list_tellsEverythingButTheKey() {
    var text = keys.create(Mode.TEST, SCOPES, "ana", PT, Duration.ofDays(1));

    var key = keys.list().get(0);
    assertThat(text).contains(key.id());
    assertThat(key.caller()).isEqualTo("ana");
    assertThat(key.scopes()).containsExactly(Scope.PAYMENTS_READ, Scope.REFERENCE_READ);
    assertThat(key.locale()).isEqualTo(PT);
    assertThat(key.createdAt()).isEqualTo(clock.instant());
    assertThat(key.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
    assertThat(key.toString()).doesNotContain(key.hash());
  }

  @Test
  void revoking_isForEverAndOnce() {
    var id = idOf(create(Mode.TEST));

    assertThat(keys.revoke(id)).isTrue();
    assertThat(keys.revoke(id)).isFalse();
    assertThat(keys.revoke("00000000")).isFalse();
    assertThat(keys.list().get(0).revokedAt()).isEqualTo(clock.instant());
  }

  @Test
  void permissionsOfTheFile_stayAsTheyAre() throws IOException {
    create(Mode.TEST);
    var shared = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(file, shared);

    create(Mode.TEST);

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(shared);
  }

  @Test
  void keyWithoutScopesOrLife_isNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.create(Mode.TEST, Set.of(), null, PT, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.create(Mode.TEST, Set.of("a b"), null, PT, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.create(Mode.TEST, SCOPES, null, PT, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.create(Mode.TEST, SCOPES, "x".repeat(201), PT, null));
    assertThat(file).doesNotExist();
  }

  @Test
  void keysMadeAtOnce_areAllKept() throws Exception {
    for (var made : AtOnce.call(40, i -> create(Mode.TEST))) {
      assertThat(keys.list()).extracting(ApiKey::hash).contains(ApiKeys.sha256(made));
    }
    assertThat(keys.list()).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "{}", "{\"id\":\"secret\"}", "[]", "null"})
  void lineThatIsNoKey_isNamedAndNotShown(String line) throws IOException {
    create(Mode.TEST);
    Files.writeString(file, Files.readString(file) + line + "\n");

    assertThatIllegalStateException()
        .isThrownBy(() -> keys.list())
        .withMessageEndingWith("keys.jsonl, line 2: not an API key")
        .withNoCause();
    assertThatIllegalStateException().isThrownBy(() -> create(Mode.TEST));
  }

  @Test
  void keyOfNoCaller_isNone() throws IOException {
    keys.create(Mode.TEST, SCOPES, "ana", PT, null);
    Files.writeString(file, Files.readString(file).replace("\"ana\"", "\" \""));

    assertThatIllegalStateException()
        .isThrownBy(() -> Authenticator.apiKeys(file))
        .withMessageEndingWith("keys.jsonl, line 1: not an API key");
  }

  @Test
  void fileThatIsNotThere_cannotBeListed() {
    assertThatThrownBy(() -> keys.list()).isInstanceOf(UncheckedIOException.class);
    assertThatIllegalStateException().isThrownBy(() -> Authenticator.apiKeys(file));
  }

  // Knowing.

  @Test
  void key_standsForItsCaller() {
    var text = keys.create(Mode.TEST, SCOPES, "ana", PT, null);

    assertThat(authenticator().authenticate(text, Mode.TEST))
        .isEqualTo(new Known(new Caller("ana", SCOPES, PT)));
  }

  @Test
  void keyOfTheOtherMode_isToldApart() {
    var live = create(Mode.LIVE);

    assertThat(authenticator().authenticate(live, Mode.TEST)).isEqualTo(new WrongMode(Mode.LIVE));
  }

  @Test
  void whatIsNoKey_isUnknown() {
    var text = create(Mode.TEST);
    var other = create(Mode.TEST);
    var authenticator = authenticator();

    for (var wrong :
        List.of(
            "",
            "ana",
            "mcp2p_test_",
            text.substring(0, 19),
            text.substring(0, 20),
            text.substring(0, text.length() - 1),
            text + "A",
            text.replace("mcp2p_test_", "mcp2p_live_"),
            text.substring(0, 19) + other.substring(19),
            " " + text,
            keys.list().get(0).hash(),
            "mcp2p_test_" + keys.list().get(0).id() + keys.list().get(0).hash())) {
      assertThat(authenticator.authenticate(wrong, Mode.TEST))
          .as(wrong)
          .isInstanceOf(Unknown.class);
    }
  }

  @Test
  void key_isTakenUntilItExpires() {
    var text = keys.create(Mode.TEST, SCOPES, "ana", PT, Duration.ofHours(1));
    var authenticator = authenticator();

    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(authenticator.authenticate(text, Mode.TEST)).isInstanceOf(Known.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(authenticator.authenticate(text, Mode.TEST))
        .isEqualTo(new Unknown("the API key has expired"));
  }

  @Test
  void changedFile_isNoticedWithinASecond() {
    var first = create(Mode.TEST);
    var authenticator = authenticator();

    var second = create(Mode.TEST);
    keys.revoke(idOf(first));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(authenticator.authenticate(second, Mode.TEST)).isInstanceOf(Known.class);
    assertThat(authenticator.authenticate(first, Mode.TEST))
        .isEqualTo(new Unknown("the API key was revoked"));
  }

  @Test
  void whileOneCallerLooks_othersAreAnsweredFromWhatWasSeenForAMoment() throws Exception {
    var text = create(Mode.TEST);
    var looker = new AtomicReference<Thread>();
    var asked = new AtomicInteger();
    var isLooking = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var authenticator =
        new ApiKeyAuthenticator(
            file,
            clock,
            () -> {
              if (Thread.currentThread() == looker.get() && asked.incrementAndGet() == 3) {
                isLooking.countDown();
                await(goOn);
              }
              return nanos.get();
            });
    nanos.addAndGet(Duration.ofMillis(600).toNanos());
    var first = new FutureTask<>(() -> authenticator.authenticate(text, Mode.TEST));
    looker.set(new Thread(first));
    looker.get().start();
    await(isLooking);
    keys.revoke(idOf(text));

    var second = supplyAsync(() -> authenticator.authenticate(text, Mode.TEST));
    assertThat(second.get(10, SECONDS)).isInstanceOf(Known.class);

    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    var third = supplyAsync(() -> authenticator.authenticate(text, Mode.TEST));
    goOn.countDown();
    assertThat(third.get(10, SECONDS)).isEqualTo(new Unknown("the API key was revoked"));
    assertThat(first.get(10, SECONDS)).isEqualTo(new Unknown("the API key was revoked"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void fileThatCannotBeReadAnyMore_makesNobodyKnownUntilItCan() throws IOException {
    var text = create(Mode.TEST);
    var authenticator = authenticator();
    var good = Files.readString(file);

    Files.writeString(file, good + "broken\n");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(authenticator.authenticate(text, Mode.TEST)).isInstanceOf(Unknown.class);

    Files.delete(file);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(authenticator.authenticate(text, Mode.TEST)).isInstanceOf(Unknown.class);

    Files.writeString(file, good);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(authenticator.authenticate(text, Mode.TEST)).isInstanceOf(Known.class);
  }

  @Test
  void idThatStandsTwice_isRefused() throws IOException {
    create(Mode.TEST);
    Files.writeString(file, Files.readString(file).repeat(2));

    assertThatIllegalStateException().isThrownBy(this::authenticator);
  }

  @Test
  void eitherOfTwo_mayKnowTheToken() {
    var text = create(Mode.TEST);
    Authenticator tickets =
        new Authenticator() {
          @Override
          public Authentication authenticate(String token, Mode mode) {
            return token.equals("ticket")
                ? new Known(new Caller("bruno", SCOPES, PT))
                : new Unknown("no ticket");
          }

          @Override
          public List<String> issuers() {
            return List.of("https://tickets.example");
          }
        };
    var either = authenticator().or(tickets);

    assertThat(either.authenticate(text, Mode.TEST)).isInstanceOf(Known.class);
    assertThat(either.authenticate(text, Mode.LIVE)).isEqualTo(new WrongMode(Mode.TEST));
    assertThat(either.authenticate("ticket", Mode.TEST)).isInstanceOf(Known.class);
    assertThat(either.authenticate("none", Mode.TEST)).isEqualTo(new Unknown("no ticket"));
    assertThat(either.issuers()).containsExactly("https://tickets.example");
  }

  private String create(Mode mode) {
    return keys.create(mode, SCOPES, null, Locale.ENGLISH, null);
  }

  private static String idOf(String text) {
    return text.substring(11, 19);
  }

  private Authenticator authenticator() {
    return new ApiKeyAuthenticator(file, clock, nanos::get);
  }
}
