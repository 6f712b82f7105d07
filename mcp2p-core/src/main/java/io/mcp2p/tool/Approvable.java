package io.mcp2p.tool;

import org.jspecify.annotations.Nullable;

/**
 * Arguments that a person must approve. The code is the one argument that is not part of what it
 * approves.
 *
 * @since 0.1
 */
public interface Approvable {

  /** The description of the argument {@code verificationCode}, the same for every tool. */
  String CODE_DESCRIPTION =
      "Code that the person received. Omit it on the first call, then repeat the same arguments with"
          + " it.";

  /** The form of a code. */
  String CODE_PATTERN = "^[0-9]{4,10}$";

  /** Returns the code that the person gave, or null on the first call. */
  @Nullable String verificationCode();
}
