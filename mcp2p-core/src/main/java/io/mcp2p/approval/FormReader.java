package io.mcp2p.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a small form: so much of it, in so much time. */
final class FormReader {
  private static final int MAX_BYTES = 4096;
  private static final long WITHIN = Duration.ofSeconds(10).toNanos();

  /** The fields, or nothing if the body is no form, too long, too slow or names a field twice. */
  static Optional<Map<String, String>> read(HttpServletRequest request) throws IOException {
    var type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    if (!type.matches("application/x-www-form-urlencoded\\s*(;.*)?")
        || request.getContentLengthLong() > MAX_BYTES) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    var body = new ByteArrayOutputStream(512);
    var buffer = new byte[1024];
    var in = request.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      body.write(buffer, 0, read);
      if (body.size() > MAX_BYTES || System.nanoTime() - start > WITHIN) {
        return Optional.empty();
      }
    }
    return body.size() == 0 && request.getContentLengthLong() != 0
        ? parameters(request)
        : fields(body.toString(UTF_8));
  }

  /** A filter of the host's that asked for a parameter has left nothing of the body. */
  private static Optional<Map<String, String>> parameters(HttpServletRequest request) {
    if (request.getQueryString() != null) {
      return Optional.empty();
    }
    var fields = new HashMap<String, String>();
    for (var each : request.getParameterMap().entrySet()) {
      if (each.getValue().length != 1) {
        return Optional.empty();
      }
      fields.put(each.getKey(), each.getValue()[0]);
    }
    return Optional.of(fields);
  }

  private static Optional<Map<String, String>> fields(String body) {
    var fields = new HashMap<String, String>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty() || equals < 0) {
        continue;
      }
      try {
        var name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
        if (fields.put(name, URLDecoder.decode(pair.substring(equals + 1), UTF_8)) != null) {
          return Optional.empty();
        }
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  private FormReader() {}
}
