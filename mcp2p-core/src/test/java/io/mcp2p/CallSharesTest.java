package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.tck.AtOnce;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallSharesTest {
  private final CallShares shares = new CallShares(3, 2);

  @Test
  void oneCaller_hasHisShareAndLeavesTheOthersTheirs() {
    assertThat(shares.enter("ana")).isTrue();
    assertThat(shares.enter("ana")).isTrue();
    assertThat(shares.enter("ana")).isFalse();
    assertThat(shares.isFull()).isFalse();
    assertThat(shares.enter("bruno")).isTrue();
    assertThat(shares.isFull()).isTrue();
    assertThat(shares.enter("bruno")).isFalse();

    shares.leave("ana");

    assertThat(shares.enter("bruno")).isTrue();
    shares.leave("bruno");
    assertThat(shares.enter("ana")).isTrue();
  }

  @Test
  void callsAtOnce_neverExceedTheirShares_andGiveThemAllBack() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    AtOnce.call(
        8,
        thread -> {
          for (int i = 0; i < 20_000; i++) {
            if (shares.enter("ana")) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              inside.decrementAndGet();
              shares.leave("ana");
            }
          }
          return thread;
        });

    assertThat(most.get()).isBetween(1, 2);
    shares.awaitNone(1);
    assertThat(shares.enter("ana")).isTrue();
    assertThat(shares.enter("ana")).isTrue();
    assertThat(shares.enter("bruno")).isTrue();
    assertThat(shares.isFull()).isTrue();
  }

  @Test
  void awaitNone_whoIsInterrupted_isHeldUpByNothing_ifNoneRuns() throws Exception {
    Thread.currentThread().interrupt();
    shares.awaitNone(20_000);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(shares.isFull()).isFalse();
  }

  @Test
  void awaitNone_waitsForTheLastOrForItsTime() throws Exception {
    shares.enter("ana");
    shares.enter("bruno");
    shares.awaitNone(1); // in vain

    var leaving =
        CompletableFuture.runAsync(
            () -> {
              shares.leave("ana");
              shares.leave("bruno");
            });
    shares.awaitNone(20_000);

    assertThat(shares.isFull()).isFalse();
    leaving.join();
    assertThat(shares.enter("ana")).isTrue();
    assertThat(shares.enter("ana")).isTrue();
  }
}
