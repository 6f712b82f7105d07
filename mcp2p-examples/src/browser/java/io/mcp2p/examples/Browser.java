package io.mcp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, in the hands of a test; it reaches this machine alone. */
final class Browser implements AutoCloseable {
  private static final Path PICTURES = Path.of(System.getProperty("browser.pictures", "target"));

  private final ChromeDriver driver;
  private String firstTab;

  Browser() {
    var options = new ChromeOptions();
    options.setBinary(System.getProperty("browser.binary", "/usr/bin/chromium"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=900,1000",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost");
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(
                new File(System.getProperty("browser.driver", "/usr/bin/chromedriver")))
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(20));
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    firstTab = driver.getWindowHandle();
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** As it was at first: one tab, light, wide, English. */
  void reset() {
    for (String tab : driver.getWindowHandles()) {
      if (!tab.equals(firstTab)) {
        driver.switchTo().window(tab).close();
      }
    }
    driver.switchTo().window(firstTab);
    driver.manage().deleteAllCookies();
    size(640, 900, false);
    scheme("light");
    language("en");
    console();
  }

  private void size(int width, int height, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
  }

  private void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void phone() {
    size(360, 740, true);
  }

  void dark() {
    scheme("dark");
  }

  void language(String accepted) {
    driver.executeCdpCommand(
        "Network.setUserAgentOverride",
        Map.of("userAgent", "Chromium", "acceptLanguage", accepted));
  }

  void open(String url) {
    driver.get(url);
  }

  void openInAnotherTab(String url) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(url);
  }

  void otherTab() {
    driver.switchTo().window(firstTab);
  }

  void reload() {
    driver.navigate().refresh();
  }

  void back() {
    driver.navigate().back();
  }

  String title() {
    assertThat(driver.findElement(By.tagName("h1")).getText()).isEqualTo(driver.getTitle());
    return driver.getTitle();
  }

  String text() {
    return driver.findElement(By.tagName("main")).getText();
  }

  String source() {
    return driver.getPageSource();
  }

  String alert() {
    return driver.findElement(By.cssSelector("[role=alert]")).getText();
  }

  String focused() {
    return driver.switchTo().activeElement().getDomAttribute("id");
  }

  boolean hasField(String id) {
    return !driver.findElements(By.id(id)).isEmpty();
  }

  void type(String id, String text) {
    var field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  /** Presses keys, each where the focus is by then; waits for another page after the last. */
  void keys(CharSequence... keys) {
    var page = driver.findElement(By.tagName("main"));
    for (CharSequence key : keys) {
      driver.switchTo().activeElement().sendKeys(key);
    }
    await().until(() -> isGone(page));
  }

  void choose(String id, String value) {
    driver.findElement(By.cssSelector("#" + id + " option[value=" + value + "]")).click();
  }

  void unfold() {
    driver.findElement(By.tagName("summary")).click();
  }

  /** Returns when the page that answers is there. */
  void press(String what) {
    var button = driver.findElement(By.cssSelector("button[value=" + what + "]"));
    button.click();
    await().until(() -> isGone(button));
  }

  private static boolean isGone(WebElement element) {
    try {
      var unused = element.isEnabled();
      return false;
    } catch (StaleElementReferenceException e) {
      return true;
    }
  }

  /** The form goes out twice, and the browser shows what the second brings. */
  void sendTwice() {
    var form = new StringBuilder("do=approve");
    for (WebElement field : driver.findElements(By.cssSelector("form:has(#code) input"))) {
      form.append('&').append(field.getDomAttribute("name")).append('=');
      form.append(field.getDomProperty("value"));
    }
    var cookie = driver.manage().getCookieNamed("mcp2p-approval");
    var request =
        HttpRequest.newBuilder(URI.create(driver.getCurrentUrl()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", cookie.getName() + "=" + cookie.getValue())
            .POST(BodyPublishers.ofString(form.toString()))
            .build();
    try {
      var first = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
      assertThat(first.statusCode()).isEqualTo(303);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    press("approve");
  }

  long widthOfThePage() {
    return (Long) driver.executeScript("return document.documentElement.scrollWidth");
  }

  String background() {
    return (String) driver.executeScript("return getComputedStyle(document.body).backgroundColor");
  }

  /** What the browser itself had to say: blocked styles, missing files. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(Object::toString)
        .filter(it -> !it.contains("favicon.ico"))
        .toList();
  }

  /** Fails with what axe-core finds against WCAG 2.2, levels A and AA, and good practice. */
  void isAccessible() {
    driver.executeScript(axe());
    var found =
        (List<?>)
            driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                    + "axe.run(document, {resultTypes: ['violations']}).then("
                    + "r => done(r.violations.map(v => v.id + ': ' + v.help + ' '"
                    + " + v.nodes.map(n => n.html).join(' '))),"
                    + "e => done([String(e)]));");
    assertThat(found.stream().map(Object::toString).collect(Collectors.joining("\n"))).isEmpty();
  }

  private static String axe() {
    try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a picture of the page for the documents. */
  void picture(String name) {
    var height = (Long) driver.executeScript("return document.body.scrollHeight");
    var width = (Long) driver.executeScript("return window.innerWidth");
    size(width.intValue(), height.intValue() + 1, width <= 360);
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    size(width.intValue(), width <= 360 ? 740 : 900, width <= 360);
  }
}
