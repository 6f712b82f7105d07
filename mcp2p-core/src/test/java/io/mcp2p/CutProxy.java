package io.mcp2p;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stretch of network on the loopback interface, in front of a server, that can be cut. */
final class CutProxy implements AutoCloseable {
  /** What becomes of what is sent. */
  enum Network {
    /** It arrives. */
    WHOLE,
    /** Nothing arrives any more, and nobody is told. */
    SILENT,
    /** Questions arrive, answers do not, and nobody is told. */
    WITHOUT_ANSWERS,
    /** Connections are reset, and new ones too. */
    RESET
  }

  private final int target;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Network network = Network.WHOLE;

  private CutProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** A stretch of network in front of the database of {@code direct}. */
  static CutProxy before(HikariDataSource direct) throws IOException {
    return new CutProxy(port(direct));
  }

  /** A pool that reaches the database of {@code direct} through here, and soon gives up. */
  HikariDataSource pool(HikariDataSource direct, int connections) {
    var config = new HikariConfig();
    config.setJdbcUrl(
        direct.getJdbcUrl().replace(":" + port(direct), ":" + listening.getLocalPort()));
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(500);
    config.setValidationTimeout(250);
    return new HikariDataSource(config);
  }

  private static int port(HikariDataSource direct) {
    return URI.create(direct.getJdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** Cuts the network for all connections, those to come included. */
  void become(Network how) {
    network = how;
    if (how == Network.RESET) {
      sockets.forEach(CutProxy::reset);
    }
  }

  /** Makes the network whole; what was cut off before stays so, and now hears of it. */
  void mend() {
    if (network != Network.WHOLE) {
      network = Network.WHOLE;
      sockets.forEach(CutProxy::reset);
    }
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        if (network == Network.RESET) {
          reset(client);
          continue;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        threads.execute(() -> pump(client, server, Network.WITHOUT_ANSWERS));
        threads.execute(() -> pump(server, client, Network.WHOLE));
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** Passes bytes on while the network is whole, or as bad as {@code atWorst}. */
  private void pump(Socket from, Socket to, Network atWorst) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var bytes = new byte[8192];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        var now = network;
        if (now == Network.WHOLE || now == atWorst) {
          out.write(bytes, 0, count);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side is gone, so the other one goes.
    } finally {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // gone already
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    become(Network.RESET);
    threads.shutdownNow();
  }
}
