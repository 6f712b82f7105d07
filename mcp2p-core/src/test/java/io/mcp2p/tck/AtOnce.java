package io.mcp2p.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Many threads that start together.
 *
 * @since 0.1
 */
public final class AtOnce {
  private AtOnce() {}

  /**
   * Does {@code work} with 0, 1, …, each on a thread of its own; answers are in that order.
   *
   * @throws AssertionError if one of them throws
   */
  public static <T> List<T> call(int threads, IntFunction<T> work) {
    var executor = Executors.newFixedThreadPool(threads);
    try {
      var together = new CyclicBarrier(threads);
      var tasks =
          IntStream.range(0, threads)
              .<Callable<T>>mapToObj(
                  number ->
                      () -> {
                        together.await(10, TimeUnit.SECONDS);
                        return work.apply(number);
                      })
              .toList();
      var results = new ArrayList<T>();
      for (Future<T> result : executor.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      executor.shutdownNow();
    }
  }
}
