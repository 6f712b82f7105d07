package com.example;

import io.mcp2p.spei.SpeiConnector;
import io.mcp2p.spei.SpeiConnectorContract;
import io.mcp2p.tck.BankCall;
import io.mcp2p.tck.StubBank;
import java.time.LocalDate;

/** The contract over BankConnector; StubBank stands where your stand-in for the bank will. */
class BankConnectorTest extends SpeiConnectorContract {
  private final StubBank bank = StubBank.open("2");

  /** Your bank's client, over HTTP to the stand-in. */
  private final class Client implements BankConnector.Bank {
    @Override
    public BankConnector.Order pay(String trackingKey, LocalDate date, String clabe, String code,
        long centavos, String concept, String name) throws Exception {
      return order(bank.order(BankCall.PAYMENT, trackingKey + "/" + date));
    }

    @Override
    public BankConnector.Order find(String trackingKey, LocalDate date) throws Exception {
      return order(bank.find(BankCall.PAYMENT, trackingKey + "/" + date));
    }

    private BankConnector.Order order(StubBank.Order order) {
      return new BankConnector.Order(
          order.state(), order.at(), order.code(), "https://bank.example/" + order.id());
    }
  }

  @Override
  protected StubBank bank() {
    return bank;
  }

  @Override
  protected SpeiConnector connector() {
    return new BankConnector(new Client());
  }
}
