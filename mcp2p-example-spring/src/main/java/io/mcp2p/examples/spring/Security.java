package io.mcp2p.examples.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** What Spring Security does before a request reaches the servlet. */
@Configuration(proxyBeanMethods = false)
class Security {
  static final String ENDPOINT = "/mcp";
  static final String APPROVAL = "/approve/*";
  static final String[] PATHS = {
    ENDPOINT,
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-protected-resource" + ENDPOINT,
    "/healthz",
    "/readyz",
    APPROVAL
  };

  /**
   * Checks the token of whoever has one. Who has none reaches the servlet, which answers 401 and
   * says where to get one; the other paths are for everybody.
   */
  @Bean
  @Order(1)
  SecurityFilterChain mcp(HttpSecurity http) {
    return http.securityMatcher(ENDPOINT)
        .oauth2ResourceServer(resourceServer -> resourceServer.jwt(Customizer.withDefaults()))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable) // no cookie says who asks
        .build();
  }

  /** The rest of the application, closed here: its own rules go there. */
  @Bean
  @Order(2)
  SecurityFilterChain rest(HttpSecurity http) {
    return http.authorizeHttpRequests(
            requests -> requests.requestMatchers(PATHS).permitAll().anyRequest().denyAll())
        .csrf(it -> it.ignoringRequestMatchers(APPROVAL)) // the page guards its own form
        .build();
  }
}
