package io.mcp2p.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.verification.PhoneNumber;
import io.mcp2p.verification.Verifier;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A server in this process, spoken to through its public API; a rail's tests name its tools. */
public abstract class RailConversation implements AutoCloseable {
  /** The code that approves. */
  public static final String CODE = "123456";

  private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

  /** The server's clock, which stands still. */
  public final SettableClock clock;

  private final Mcp2pServer server;
  private final Agent agent;

  /** Starts a server at {@code now}; {@code builder} has all but its verifier, phone and clock. */
  protected RailConversation(Mcp2pServer.Builder builder, String phone, String now) {
    clock = SettableClock.at(now);
    server =
        builder
            .clock(clock)
            .verifier(Verifier.sandbox(CODE))
            .phoneNumbers(caller -> new PhoneNumber(phone))
            .build();
    agent = Agent.of(server);
  }

  /** Returns the arguments with one more, or with another value for one. */
  public static Map<String, Object> with(Map<String, ?> arguments, String name, Object value) {
    var more = new HashMap<String, Object>(arguments);
    more.put(name, value);
    return more;
  }

  /** Calls a tool and returns the envelope. */
  public final Map<String, Object> call(String tool, Map<String, ?> arguments) {
    try {
      return McpJsonDefaults.getMapper().readValue(agent.call(tool, arguments).text(), OBJECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls a tool, which does what is asked. */
  public final Map<String, Object> data(String tool, Map<String, ?> arguments) {
    return member(call(tool, arguments), "data");
  }

  /** Calls a tool, which refuses. */
  public final Map<String, Object> error(String tool, Map<String, ?> arguments) {
    return member(call(tool, arguments), "error");
  }

  /** Returns the details of a refusal. */
  public static Map<String, Object> details(Map<String, Object> error) {
    return member(error, "details");
  }

  /** Takes both turns of a tool, with the right code, and returns the envelope. */
  public final Map<String, Object> approved(String tool, Map<String, ?> arguments) {
    assertThat(data(tool, arguments)).containsEntry("status", "2fa_required");
    return call(tool, with(arguments, "verificationCode", CODE));
  }

  /** Returns a member that is an object. */
  @SuppressWarnings("unchecked") // an object of JSON
  public static Map<String, Object> member(Map<String, Object> object, String name) {
    assertThat(object.get(name)).as("%s of %s", name, object).isInstanceOf(Map.class);
    return (Map<String, Object>) object.get(name);
  }

  @Override
  public void close() {
    agent.close();
    server.close();
  }
}
