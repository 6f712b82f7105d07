package io.mcp2p.examples;

/** What is wrong with an option, in one line that begins with its name. */
final class WrongOption extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongOption(String line) {
    super(line);
  }

  String line() {
    return String.valueOf(getMessage());
  }
}
