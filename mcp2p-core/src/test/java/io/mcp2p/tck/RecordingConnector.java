package io.mcp2p.tck;

import io.mcp2p.payment.PaymentOutcome;
import io.mcp2p.rail.SandboxBank;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bank that does what the test says and remembers what it was asked. As long as it is not told
 * otherwise, the last two digits of the amount choose the outcome, as in every sandbox. What it is
 * told holds for all transfers that follow. Thread-safe.
 *
 * @since 0.1
 */
public final class RecordingConnector {
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(30);

  private final Clock clock;
  private final SandboxBank bank;
  private final Queue<TinyTransfer> sent = new ConcurrentLinkedQueue<>();
  private final Queue<String> lookUps = new ConcurrentLinkedQueue<>();
  private final Map<String, PaymentOutcome> found = new HashMap<>();
  private volatile Script script;
  private volatile boolean sandbox = true;
  private volatile @Nullable Exception lookUpFailure;
  private volatile LookUp lookUp = this::remembered;

  /** What becomes of a transfer. */
  @FunctionalInterface
  public interface Script {
    /** Returns what the bank says, or throws in its place. */
    PaymentOutcome send(TinyTransfer transfer) throws Exception;
  }

  /** What a look-up finds. */
  @FunctionalInterface
  public interface LookUp {
    /** Returns what has become of the transfer, or throws in its place. */
    PaymentOutcome find(String reference) throws Exception;
  }

  /** Opens a bank that follows the sandbox's amounts. */
  public RecordingConnector(Clock clock) {
    this.clock = clock;
    this.bank = new SandboxBank(clock, "T01");
    this.script = transfer -> bank.send(transfer.reference(), transfer.amount());
  }

  /** Settles what follows. */
  public void settle() {
    script(remembering(it -> settled()));
  }

  /** Leaves what follows pending until {@link #resolve} says otherwise. */
  public void pending() {
    script(remembering(it -> PaymentOutcome.Pending.unknown()));
  }

  /** Rejects what follows. */
  public void reject(String railCode) {
    script(remembering(it -> new PaymentOutcome.Rejected(railCode)));
  }

  /** Proves for what follows that it was not handed over. */
  public void notSent() {
    script(it -> new PaymentOutcome.NotSent());
  }

  /** Settles what follows, and throws instead of saying so. */
  public void throwAfterRecording() {
    script(
        it -> {
          resolve(it.reference(), settled());
          throw new IllegalStateException("connection reset by account " + it.payee());
        });
  }

  /** Settles what follows once {@code latch} is open; throws after 30 seconds. */
  public void blockUntil(CountDownLatch latch) {
    script(
        remembering(
            it -> {
              if (!latch.await(LONGEST_BLOCK.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the latch stayed shut");
              }
              return settled();
            }));
  }

  /** Settles what follows; a look-up finds that it came back. */
  public void returnLater() {
    script(
        it -> {
          resolve(it.reference(), new PaymentOutcome.Returned(clock.instant(), Map.of()));
          return settled();
        });
  }

  /** Does with what follows as {@code script} says; look-ups find what {@link #resolve} sets. */
  public void script(Script script) {
    this.script = Objects.requireNonNull(script, "script");
  }

  /** Decides what look-ups of a transfer find from here on. */
  public void resolve(String reference, PaymentOutcome outcome) {
    synchronized (found) {
      found.put(reference, outcome);
    }
  }

  /** Fails all look-ups; null ends that. */
  public void failLookUps(@Nullable Exception failure) {
    lookUpFailure = failure;
  }

  /** Answers look-ups as {@code lookUp} says, in place of what {@link #resolve} set. */
  public void lookUp(LookUp lookUp) {
    this.lookUp = Objects.requireNonNull(lookUp, "lookUp");
  }

  /** Presents itself as a real bank, which a live server asks for. */
  public void presentAsReal() {
    sandbox = false;
  }

  /** Returns every transfer that was handed over, whatever came of it, oldest first. */
  public List<TinyTransfer> sent() {
    return List.copyOf(sent);
  }

  /** Returns the reference of every look-up, oldest first. */
  public List<String> lookUps() {
    return List.copyOf(lookUps);
  }

  boolean isSandbox() {
    return sandbox;
  }

  PaymentOutcome send(TinyTransfer transfer) throws Exception {
    sent.add(transfer);
    return script.send(transfer);
  }

  PaymentOutcome find(String reference) throws Exception {
    lookUps.add(reference);
    var failure = lookUpFailure;
    if (failure != null) {
      throw failure;
    }
    return lookUp.find(reference);
  }

  private PaymentOutcome remembered(String reference) {
    synchronized (found) {
      var outcome = found.get(reference);
      if (outcome != null) {
        return outcome;
      }
    }
    return bank.lookUp(reference).orElseGet(PaymentOutcome.NotSent::new);
  }

  private PaymentOutcome settled() {
    return PaymentOutcome.Settled.at(clock.instant());
  }

  private Script remembering(Script script) {
    return transfer -> {
      var outcome = script.send(transfer);
      resolve(transfer.reference(), outcome);
      return outcome;
    };
  }
}
