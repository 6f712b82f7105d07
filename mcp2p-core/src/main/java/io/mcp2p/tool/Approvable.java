package io.mcp2p.tool;

import org.jspecify.annotations.Nullable;

/**
 * Arguments that a person must approve. The code is the one argument that is not part of what it
 * approves.
 *
 * @since 0.1
 */
public interface Approvable {

  /**
   * Returns the code that the person gave, or null on the first call. The record component is
   * annotated as a {@link VerificationCode}.
   */
  @Nullable String verificationCode();
}
