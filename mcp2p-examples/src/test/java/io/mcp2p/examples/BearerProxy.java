package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Adds a token to each request, for a client that cannot send one; every other byte passes as it
 * is. One request a connection, so that only the first head is to be found.
 */
final class BearerProxy implements AutoCloseable {
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final ServerSocket listening;
  private final int port;
  private final String headers;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  BearerProxy(int port, String token) {
    this.port = port;
    this.headers = "\r\nConnection: close\r\nAuthorization: Bearer " + token + END_OF_HEAD;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url(String path) {
    return "http://localhost:" + listening.getLocalPort() + path;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        threads.execute(() -> pass(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void pass(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var head = head(client.getInputStream()).replaceAll("(?i)\r\nconnection:[^\r]*", "");
      server.getOutputStream().write((head + headers).getBytes(ISO_8859_1));
      threads.execute(() -> copy(client, server));
      copy(server, client);
    } catch (IOException e) {
      // One of the two is gone, and so is the connection of the other.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      head.write(read);
      var text = head.toString(ISO_8859_1);
      if (text.endsWith(END_OF_HEAD)) {
        return text.substring(0, text.length() - END_OF_HEAD.length());
      }
    }
    throw new IOException("no head");
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // as above
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
