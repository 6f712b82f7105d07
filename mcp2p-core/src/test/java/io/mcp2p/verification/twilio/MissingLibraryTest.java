package io.mcp2p.verification.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MissingLibraryTest {

  @Test
  void withoutTwiliosLibrary_theRemedyIsSaid() throws Exception {
    var urls = new ArrayList<URL>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Path.of(entry).getFileName().toString().startsWith("twilio-")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    try (var loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var type = loader.loadClass(TwilioVerifier.class.getName());
      assertThat(type).isNotSameAs(TwilioVerifier.class);
      var builder =
          type.getMethod("builder", String.class, String.class, String.class)
              .invoke(null, VerifyEmulator.ACCOUNT, "secret", VerifyEmulator.SERVICE);

      assertThatThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
          .rootCause()
          .isInstanceOf(ClassNotFoundException.class);
      assertThatThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Twilio Verify needs com.twilio.sdk:twilio: add that dependency");
    }
  }
}
