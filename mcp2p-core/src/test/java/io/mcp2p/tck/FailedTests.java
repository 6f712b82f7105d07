package io.mcp2p.tck;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests that are to fail: a contract that nothing breaks proves nothing. Needs the launcher of
 * the JUnit Platform.
 *
 * @since 0.1
 */
public final class FailedTests {
  private FailedTests() {}

  /**
   * Runs these methods, whatever they are called with, and returns the names of those that failed.
   */
  public static Set<String> of(Class<?> testClass, Set<String> methods) {
    PostDiscoveryFilter these =
        it ->
            FilterResult.includedIf(
                it.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(method -> methods.contains(((MethodSource) method).getMethodName()))
                    .orElse(true));
    var failed = new TreeSet<String>();
    var listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              test.getSource()
                  .filter(MethodSource.class::isInstance)
                  .map(MethodSource.class::cast)
                  .ifPresent(it -> failed.add(it.getMethodName()));
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(testClass))
                .filters(these)
                .build(),
            listener);
    return failed;
  }
}
