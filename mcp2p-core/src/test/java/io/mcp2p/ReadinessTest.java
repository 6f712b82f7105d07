package io.mcp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final AtomicLong time = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void askedByEverybody_asksThePartsOnceASecond() {
    var readiness = new Readiness(() -> List.of("part " + asked.incrementAndGet()), time::get);

    for (int i = 0; i < 1000; i++) {
      assertThat(readiness.missing()).containsExactly("part 1");
    }
    time.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(readiness.missing()).containsExactly("part 2");
    assertThat(asked).hasValue(2);
  }

  @Test
  void partThatDoesNotAnswer_holdsUpOneThread() throws Exception {
    var stuck = new CountDownLatch(1);
    var isAsked = new CountDownLatch(1);
    var readiness =
        new Readiness(
            () -> {
              if (asked.incrementAndGet() == 2) {
                isAsked.countDown();
                await(stuck);
                return List.of("ledger");
              }
              return List.of();
            },
            time::get);
    readiness.missing();
    time.addAndGet(Duration.ofSeconds(2).toNanos());

    var first = CompletableFuture.supplyAsync(readiness::missing);
    await(isAsked);
    assertThat(readiness.missing()).isEmpty();
    stuck.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly("ledger");
    assertThat(readiness.missing()).containsExactly("ledger");
    assertThat(asked).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
