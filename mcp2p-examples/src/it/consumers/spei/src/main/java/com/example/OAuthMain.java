package com.example;

import io.mcp2p.auth.OAuthAuthenticator;

/** Asks for a part whose library is missing. */
class OAuthMain {
  public static void main(String[] args) {
    OAuthAuthenticator.builder("https://login.example", "https://pay.example/mcp").build();
  }
}
