package io.mcp2p.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A lock for what takes microseconds. Who finds it taken looks again at once, for an owner that is
 * running has soon done; then lets other threads go first, again and again, before it is parked.
 * Where there are more threads than processors, the owner has been put aside in the middle and is
 * among those others; a thread that is parked would be given a processor milliseconds after the
 * lock is free, and find it taken once more.
 */
final class BriefLock {
  private static final int LOOKS_AT_ONCE = 200; // some ten microseconds
  private static final int LOOKS = 700;

  private final ReentrantLock lock = new ReentrantLock();

  /** Returns what {@code work} returns, while no other work is done under this lock. */
  <T> T during(Supplier<T> work) {
    take();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // only how soon it is taken depends on the scheduler
  private void take() {
    for (int look = 0; look < LOOKS; look++) {
      if (lock.tryLock()) {
        return;
      }
      if (look < LOOKS_AT_ONCE) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    lock.lock();
  }
}
