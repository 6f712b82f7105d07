package io.mcp2p;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * Makes the threads of a server take turns when they send.
 *
 * <p>The SDK's stdio transport takes messages from one thread at a time; a second one spins for 100
 * ms and then fails, which ends the server. With one processor and many tools answering at once
 * that does happen. It is not enough to run all tools on one thread: {@code ping}, lists and errors
 * are answered on the thread that reads.
 */
final class SerialTransportProvider implements McpServerTransportProvider {

  private final McpServerTransportProvider provider;

  SerialTransportProvider(McpServerTransportProvider provider) {
    this.provider = provider;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory sessions) {
    provider.setSessionFactory(transport -> sessions.create(new SerialTransport(transport)));
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return provider.notifyClients(method, params);
  }

  @Override
  public Mono<Void> notifyClient(String sessionId, String method, Object params) {
    return provider.notifyClient(sessionId, method, params);
  }

  @Override
  public List<String> protocolVersions() {
    return provider.protocolVersions();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return provider.closeGracefully();
  }

  @Override
  public void close() {
    provider.close();
  }

  private static final class SerialTransport implements McpServerTransport {

    private final McpServerTransport transport;
    private final Object turn = new Object();

    SerialTransport(McpServerTransport transport) {
      this.transport = transport;
    }

    /** Only hands the message over in turn; what follows from that runs outside the lock. */
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.defer(
          () -> {
            CompletableFuture<Void> sent;
            synchronized (turn) {
              sent = transport.sendMessage(plain(message)).toFuture();
            }
            return Mono.fromFuture(sent);
          });
    }

    /**
     * The SDK's own failures carry an exception's message. Tools do not fail this way, so what it
     * could not handle were the parameters.
     */
    private static JSONRPCMessage plain(JSONRPCMessage message) {
      return message instanceof JSONRPCResponse response
              && response.error() != null
              && response.error().code() == ErrorCodes.INTERNAL_ERROR
          ? JSONRPCResponse.error(
              response.id(), new JSONRPCError(ErrorCodes.INVALID_PARAMS, "Invalid params"))
          : message;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
      return transport.protocolVersions();
    }

    @Override
    public Mono<Void> closeGracefully() {
      return transport.closeGracefully();
    }

    @Override
    public void close() {
      transport.close();
    }
  }
}
