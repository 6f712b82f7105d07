package io.mcp2p.tck;

import io.mcp2p.payment.KeyedHash;
import io.mcp2p.verification.Challenge;
import io.mcp2p.verification.LocalVerifier;
import io.mcp2p.verification.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A verifier whose codes the test can read, in place of a person's telephone. Each sending has a
 * code of its own, {@code 100001}, {@code 100002}, …; the last one sent is the one that counts. It
 * fails on demand. Thread-safe.
 *
 * @since 0.1
 */
public final class CapturingVerifier implements Verifier {
  /** A code that is never sent. */
  public static final String WRONG_CODE = "000000";

  private final KeyedHash hash = KeyedHash.random();
  private final AtomicInteger lastCode = new AtomicInteger(100_000);
  private final AtomicInteger checks = new AtomicInteger();
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final List<Challenge> sent = new CopyOnWriteArrayList<>();
  private final List<Challenge> cancelled = new CopyOnWriteArrayList<>();
  private volatile Runnable whileSending = () -> {};
  private volatile Runnable whileChecking = () -> {};
  private volatile boolean sends = true;
  private volatile @Nullable Verdict scripted;

  @Override
  public Sending send(Challenge challenge) {
    var code = newCode();
    return send(challenge, code)
        ? new Sending.Sent(hash.of(challenge.id(), code))
        : new Sending.NotSent();
  }

  private String newCode() {
    return Integer.toString(lastCode.incrementAndGet());
  }

  private boolean send(Challenge challenge, String code) {
    whileSending.run();
    if (sends) {
      codes.put(challenge.id(), code);
      sent.add(challenge);
    }
    return sends;
  }

  /** Returns this verifier as one that makes and checks its codes in the process. */
  public LocalVerifier local() {
    return new Local();
  }

  private final class Local implements LocalVerifier {
    @Override
    public NewCode newCode(Challenge challenge) {
      var code = CapturingVerifier.this.newCode();
      return new NewCode() {
        @Override
        public String state() {
          return hash.of(challenge.id(), code);
        }

        @Override
        public boolean send() {
          return CapturingVerifier.this.send(challenge, code);
        }
      };
    }

    @Override
    public Verdict check(Challenge challenge, String code) {
      return CapturingVerifier.this.check(challenge, code);
    }

    @Override
    public void cancel(Challenge challenge) {
      CapturingVerifier.this.cancel(challenge);
    }
  }

  @Override
  public Verdict check(Challenge challenge, String code) {
    checks.incrementAndGet();
    whileChecking.run();
    var script = scripted;
    if (script != null) {
      return script;
    }
    var state = Objects.requireNonNull(challenge.state(), "state");
    return KeyedHash.same(state, hash.of(challenge.id(), code))
        ? Verdict.APPROVED
        : Verdict.WRONG_CODE;
  }

  @Override
  public void cancel(Challenge challenge) {
    cancelled.add(challenge);
  }

  /** Answers that nothing was sent while {@code broken}. */
  public void cannotSend(boolean broken) {
    sends = !broken;
  }

  /** Runs {@code work} at the beginning of each sending; what it throws, the sending throws. */
  public void whileSending(Runnable work) {
    whileSending = work;
  }

  /** Runs {@code work} at the beginning of each check; what it throws, the check throws. */
  public void whileChecking(Runnable work) {
    whileChecking = work;
  }

  /** Answers each check with {@code verdict}, whatever the code; null ends that. */
  public void answers(@Nullable Verdict verdict) {
    scripted = verdict;
  }

  /** Returns the code that was sent last for the challenge of this id. */
  public String codeOf(String challengeId) {
    return Objects.requireNonNull(codes.get(challengeId), "nothing was sent for " + challengeId);
  }

  /** Returns the code that was sent last. */
  public String lastCode() {
    return codeOf(lastSent().id());
  }

  /**
   * Returns the challenge that was sent last.
   *
   * @throws IllegalStateException if there is none
   */
  public Challenge lastSent() {
    var all = sent();
    if (all.isEmpty()) {
      throw new IllegalStateException("nothing was sent");
    }
    return all.get(all.size() - 1);
  }

  /** Returns every challenge for which a code was sent, once for each sending. */
  public List<Challenge> sent() {
    return List.copyOf(sent);
  }

  /** Returns every challenge that was cancelled. */
  public List<Challenge> cancelled() {
    return List.copyOf(cancelled);
  }

  /** Returns how many codes were presented. */
  public int checks() {
    return checks.get();
  }
}
