package io.mcp2p.examples.spring;

import io.mcp2p.Mcp2pServer;
import io.mcp2p.approval.Approval;
import io.mcp2p.http.HttpOptions;
import io.mcp2p.ledger.JdbcLedger;
import io.mcp2p.verification.Verifier;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application with mcp2p beside whatever else it serves. {@link Settings} come from
 * {@code application.yml}, callers from {@link Security}, the data source from Spring.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
class SpringMain {

  public static void main(String[] args) {
    SpringApplication.run(SpringMain.class, args);
  }

  /** Closed by Spring, after its web server has let the requests under way end. */
  @Bean
  Mcp2pServer mcp2p(Settings settings, SpringCallers callers, DataSource dataSource) {
    JdbcLedger.createSchema(dataSource);
    var ledger = JdbcLedger.builder(dataSource).encryptingWith("1", settings.ledgerKeyBytes());
    return Mcp2pServer.builder()
        .rails(settings.rails().stream().map(Settings.Country::rail).toList())
        .policy(settings.policy())
        .verifier(Verifier.sandbox()) // yours: Verifier.sms(...)
        .phoneNumbers(settings::phoneOf) // yours: your directory of customers
        .ledger(ledger.build())
        .secret(settings.secretBytes())
        .reconcileEvery(Duration.ofMinutes(1))
        .authenticator(callers)
        .http(HttpOptions.at(settings.url()))
        .approval(Approval.page(URI.create(settings.url()).resolve("/approve")))
        .build();
  }

  /** Its own paths alone, so that everything else stays with Spring MVC. */
  @Bean
  ServletRegistrationBean<Servlet> mcp2pServlet(Mcp2pServer server) {
    var registration = new ServletRegistrationBean<Servlet>(server.servlet(), Security.PATHS);
    registration.setName("mcp2p");
    registration.setAsyncSupported(true);
    return registration;
  }
}
