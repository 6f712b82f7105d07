package io.mcp2p.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mcp2p.Mcp2pServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An MCP client in miniature: speaks with a server over its streams as an agent does over stdio,
 * one call after the other. For one thread.
 *
 * @since 0.1
 */
public final class Agent implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
  private final Thread serving;
  private final List<String> transcript = new ArrayList<>();
  private int lastId;

  /**
   * What a tool answered.
   *
   * @param envelope {@code structuredContent}: {@code data} and {@code error}
   * @param text the first text content, the same
   * @param isError as MCP says it
   */
  public record Answer(JsonNode envelope, String text, boolean isError) {

    /** Returns a member of the data, empty if there is none. */
    public String data(String member) {
      return envelope.path("data").path(member).asString("");
    }

    /** Returns the error's code, empty if there is no error. */
    public String code() {
      return envelope.path("error").path("code").asString("");
    }

    /** Returns the error's message, empty if there is no error. */
    public String message() {
      return envelope.path("error").path("message").asString("");
    }

    /** Returns a detail of the error, empty if there is none. */
    public String detail(String name) {
      return envelope.path("error").path("details").path(name).asString("");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private Agent(Mcp2pServer server) {
    serving = new Thread(() -> server.serve(new Requests(), new Responses()), "tck-agent");
    serving.setDaemon(true);
  }

  /** Connects to {@code server}, which stays the caller's to close. */
  public static Agent of(Mcp2pServer server) {
    var agent = new Agent(server);
    agent.serving.start();
    agent.request(
        "initialize",
        Map.of(
            "protocolVersion",
            "2025-06-18",
            "capabilities",
            Map.of(),
            "clientInfo",
            Map.of("name", "tck", "version", "1")));
    agent.send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    return agent;
  }

  /** Returns the tools as the server lists them, in its order. */
  public List<JsonNode> tools() {
    var tools = new ArrayList<JsonNode>();
    request("tools/list", Map.of()).path("tools").forEach(tools::add);
    return tools;
  }

  /**
   * Calls a tool.
   *
   * @throws IllegalStateException if the answer is no tool result, or none comes in 30 seconds
   */
  public Answer call(String tool, Map<String, ?> arguments) {
    var result = request("tools/call", Map.of("name", tool, "arguments", arguments));
    return new Answer(
        result.path("structuredContent"),
        result.path("content").path(0).path("text").asString(),
        result.path("isError").asBoolean(false));
  }

  /** Returns every line that the server has written so far. */
  public List<String> transcript() {
    return List.copyOf(transcript);
  }

  /** Ends the conversation and waits for the server to notice. */
  @Override
  public void close() {
    requests.add(new byte[0]);
    try {
      serving.join(TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode request(String method, Map<String, ?> params) {
    int id = ++lastId;
    send(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params));
    while (true) {
      var line = nextLine(method);
      var message = JSON.readTree(line);
      if (message.path("id").asInt(-1) == id) {
        if (!message.has("result")) {
          throw new IllegalStateException(method + " was answered " + line);
        }
        return message.get("result");
      }
    }
  }

  private String nextLine(String method) {
    try {
      var line = responses.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      transcript.add(Objects.requireNonNull(line, () -> "no answer to " + method));
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + method, e);
    }
  }

  private void send(Map<String, ?> message) {
    requests.add((JSON.writeValueAsString(message) + "\n").getBytes(UTF_8));
  }

  /** What the server reads; an empty element is the end. */
  private final class Requests extends InputStream {
    private byte[] current = new byte[0];
    private int at;
    private boolean ended;

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (at == current.length && !ended) {
        try {
          current = requests.take();
          at = 0;
          ended = current.length == 0;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          ended = true;
        }
      }
      if (ended) {
        return -1;
      }
      int count = Math.min(length, current.length - at);
      System.arraycopy(current, at, into, offset, count);
      at += count;
      return count;
    }
  }

  /** What the server writes, cut into lines. */
  private final class Responses extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        responses.add(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
