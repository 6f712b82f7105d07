package io.mcp2p;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client said of itself when it was initialized; so little that many of them can be kept.
 *
 * @param name at most 100 characters
 * @param capabilities their names, and those one level below as {@code elicitation.url}
 */
record ClientInfo(String name, Set<String> capabilities) {
  static final ClientInfo UNKNOWN = new ClientInfo("", Set.of());

  private static final int MAX_NAME = 100;
  private static final int MAX_CAPABILITIES = 32;

  ClientInfo {
    capabilities = Set.copyOf(capabilities);
  }

  /** Reads the parameters of {@code initialize}; what has another form there says nothing. */
  static ClientInfo of(@Nullable Map<String, Object> params) {
    if (params == null) {
      return UNKNOWN;
    }
    var names = new HashSet<String>();
    if (params.get("capabilities") instanceof Map<?, ?> capabilities) {
      capabilities.forEach(
          (name, value) -> {
            add(names, String.valueOf(name));
            if (value instanceof Map<?, ?> parts) {
              parts.keySet().forEach(part -> add(names, name + "." + part));
            }
          });
    }
    var name =
        params.get("clientInfo") instanceof Map<?, ?> info && info.get("name") instanceof String it
            ? it.substring(0, Math.min(it.length(), MAX_NAME))
            : "";
    return new ClientInfo(name, names);
  }

  private static void add(Set<String> names, String name) {
    if (names.size() < MAX_CAPABILITIES && name.length() <= MAX_NAME) {
      names.add(name);
    }
  }
}
