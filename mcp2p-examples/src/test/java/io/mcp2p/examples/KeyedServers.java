package io.mcp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Servers over HTTP on any free port, and a key that all of them take. */
final class KeyedServers {
  private static final String SCOPES =
      "mcp:payments:read,mcp:payments:write,mcp:reference:read,mcp:docs:read,"
          + ConformanceHost.SCOPE;

  private final String file;
  private final String key;

  KeyedServers(Path folder) {
    file = folder.resolve("keys.jsonl").toString();
    try (var made =
        ServerProcess.jar(
            "keys", "create", "--api-keys", file, "--mode", "test", "--scopes", SCOPES)) {
      assertThat(made.exitStatus()).as(String.join("\n", made.err())).isZero();
      key = made.out().get(0);
    }
  }

  String key() {
    return key;
  }

  String file() {
    return file;
  }

  ServerProcess jar(String... more) {
    var arguments =
        new ArrayList<>(List.of("--transport", "http", "--port", "0", "--api-keys", file));
    arguments.addAll(List.of(more));
    return ServerProcess.jar(arguments.toArray(String[]::new));
  }

  static String url(ServerProcess server) {
    return server.logged("listening on (http://.*)");
  }
}
