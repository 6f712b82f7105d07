package io.mcp2p.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A request written by hand, for what no client would send. */
final class RawHttp {
  private final int port;
  private String first = "POST /mcp HTTP/1.1";
  private String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String more = "";

  RawHttp(int port) {
    this.port = port;
    headers.put("Host", "localhost:" + port);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("Authorization", "Bearer good");
    headers.put("Connection", "close");
  }

  RawHttp request(String line) {
    first = line + " HTTP/1.1";
    return this;
  }

  RawHttp header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  RawHttp without(String name) {
    headers.remove(name);
    return this;
  }

  /** A header line more, though there is one of that name. */
  RawHttp also(String line) {
    more += line + "\r\n";
    return this;
  }

  RawHttp body(String text) {
    body = text;
    return this;
  }

  /**
   * What came back.
   *
   * @param headers by name in lower case
   */
  record Response(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  Response send() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      var out = socket.getOutputStream();
      var bytes = body.getBytes(UTF_8);
      var head = new StringBuilder(first).append("\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      head.append(more);
      if (!headers.containsKey("Transfer-Encoding") && !headers.containsKey("Content-Length")) {
        head.append("Content-Length: ").append(bytes.length).append("\r\n");
      }
      out.write((head + "\r\n").getBytes(ISO_8859_1));
      out.write(bytes);
      out.flush();
      return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  private static Response parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    var head = text.substring(0, end).split("\r\n");
    var headers = new LinkedHashMap<String, String>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      headers.put(
          head[i].substring(0, colon).toLowerCase(Locale.ROOT),
          head[i].substring(colon + 1).strip());
    }
    return new Response(Integer.parseInt(head[0].split(" ")[1]), headers, text.substring(end + 4));
  }
}
