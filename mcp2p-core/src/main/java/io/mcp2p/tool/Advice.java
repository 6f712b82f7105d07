package io.mcp2p.tool;

import io.mcp2p.payment.Text;
import java.util.Objects;

/**
 * What is true of a payment that this server can do nothing about: the refund that only the
 * receiver can make, say. Nothing moves and nothing is stored, so nobody is asked for a code.
 *
 * @param status one word in the rail's terms; never one that sounds as if something had been done
 * @param message who can do what, and until when
 * @param data the tool's own part of the answer, a record of its output type
 * @since 0.1
 */
public record Advice(String status, Text message, Record data) implements Plan {

  /** Checks that everything is there. */
  public Advice {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(data, "data");
  }
}
