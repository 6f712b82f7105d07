package io.mcp2p.examples.gateway;

import io.mcp2p.examples.gateway.Access.ById;
import io.mcp2p.examples.gateway.Access.ByIdApproved;
import io.mcp2p.examples.gateway.Access.OfMerchant;
import io.mcp2p.examples.gateway.Listing.Listed;
import io.mcp2p.examples.gateway.Listing.Paged;
import io.mcp2p.examples.gateway.MerchantTools.Merchant;
import io.mcp2p.examples.gateway.WriteTool.Write;
import io.mcp2p.payment.Money;
import io.mcp2p.payment.Payee;
import io.mcp2p.payment.PaymentOperation;
import io.mcp2p.tool.Answer;
import io.mcp2p.tool.Approvable;
import io.mcp2p.tool.Described;
import io.mcp2p.tool.MinorUnits;
import io.mcp2p.tool.Tool;
import io.mcp2p.tool.ToolCall;
import io.mcp2p.tool.ToolSpec;
import io.mcp2p.tool.VerificationCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Payment links, and the checkout sessions in which customers follow them. */
record CheckoutTools(Access access, GatewayDatabase database) {
  private static final String LINKS_READ = "mcp:payment-links:read";
  private static final String LINKS_WRITE = "mcp:payment-links:write";
  private static final String SESSIONS_READ = "mcp:sessions:read";
  private static final String SESSIONS_WRITE = "mcp:sessions:write";

  record Link(
      String id,
      String url,
      String description,
      long amount,
      String amountFormatted,
      boolean active,
      Instant createdAt)
      implements Listed {
    static final String TABLE =
        "(select *, 'https://pay.example.com/' || id as url from link) as link";
  }

  record Session(
      String id,
      String status,
      long amount,
      String amountFormatted,
      @Nullable String linkId,
      @Nullable String paymentId,
      Instant createdAt,
      Instant expiresAt)
      implements Listed {

    /** A session that has run out is expired, though nobody was there to write it down. */
    static String tableAt(Instant now) {
      return """
          (select id, merchant_id, amount, link_id, payment_id, created_at, expires_at,
           case when status = 'open' and expires_at <= %d then 'expired' else status end as status
           from session) as session"""
          .formatted(now.toEpochMilli());
    }
  }

  record Links(List<Link> items, @Nullable String nextCursor) {}

  record Sessions(List<Session> items, @Nullable String nextCursor) {}

  record LinksInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Only links that can, or cannot, be paid.", examples = "true")
          @Nullable Boolean active,
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements OfMerchant, Paged {}

  record CreateLinkInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "Amount in centavos.", examples = "20000")
          @NotNull
          @MinorUnits(currency = "MXN", max = PaymentTools.MAX)
          Long amount,
      @Described(value = "What the customer pays for.", examples = "Workshop, 2 hours")
          @NotBlank
          @Size(min = 1, max = 60)
          @Pattern(regexp = Access.PLAIN_FORM)
          @NoCardNumber
          String description,
      @VerificationCode @Nullable String verificationCode)
      implements OfMerchant, Approvable {}

  record SessionsInput(
      @Described(value = Access.MERCHANT, examples = "123")
          @NotNull
          @Pattern(regexp = Access.MERCHANT_FORM)
          String merchantId,
      @Described(value = "open, complete or expired.", examples = "open")
          @Pattern(regexp = "^(open|complete|expired)$")
          @Nullable String status,
      @Described(value = "Created at or after.", examples = "2026-11-09T00:00:00Z")
          @Nullable Instant from,
      @Described(value = "Created before.", examples = "2026-11-16T00:00:00Z") @Nullable Instant to,
      @Described(value = Access.CURSOR, examples = "MTc2") @Pattern(regexp = Access.CURSOR_FORM)
          @Nullable String cursor,
      @Described(value = Access.LIMIT, examples = "20") @Min(1) @Max(Listing.MAX)
          @Nullable Integer limit)
      implements OfMerchant, Paged {}

  List<Tool<?, ?>> all() {
    return List.of(
        access.reading(
            ToolSpec.reading(
                "gateway_list_links",
                LinksInput.class,
                Links.class,
                LINKS_READ,
                "List payment links",
                "Lists a merchant's payment links, newest first."),
            (input, merchant, call) ->
                Listing.of(Link.TABLE, merchant.id())
                    .where("active = ?", input.active())
                    .page(database, Link.class, input, Links::new)),
        access.showing(
            ToolSpec.reading(
                "gateway_get_link",
                ById.class,
                Link.class,
                LINKS_READ,
                "Look at a payment link",
                "Shows a payment link."),
            this::link),
        access.writing(
            ToolSpec.writing(
                "gateway_create_link",
                CreateLinkInput.class,
                LinkData.class,
                LINKS_WRITE,
                "Create a payment link",
                "Makes a link at which customers pay a fixed amount. Two turns: a person approves"
                    + " it with a code."),
            this::create,
            this::linkData),
        access.writing(
            ToolSpec.writing(
                "gateway_deactivate_link",
                ByIdApproved.class,
                LinkData.class,
                LINKS_WRITE,
                "Deactivate a payment link",
                "Stops a link from being paid, for good. Two turns: a person approves it with a"
                    + " code."),
            this::deactivate,
            this::linkData),
        access.reading(
            ToolSpec.reading(
                "gateway_list_sessions",
                SessionsInput.class,
                Sessions.class,
                SESSIONS_READ,
                "List checkout sessions",
                "Lists a merchant's checkout sessions, newest first."),
            (input, merchant, call) ->
                Listing.of(Session.tableAt(call.now()), merchant.id())
                    .where("status = ?", input.status())
                    .between(input.from(), input.to())
                    .page(database, Session.class, input, Sessions::new)),
        access.reading(
            ToolSpec.reading(
                "gateway_get_session",
                ById.class,
                Session.class,
                SESSIONS_READ,
                "Look at a checkout session",
                "Shows a checkout session and the payment that it led to."),
            (input, merchant, call) ->
                GatewayText.found(session(merchant.id(), input.id(), call.now()), "id")),
        access.writing(
            ToolSpec.writing(
                "gateway_expire_session",
                ByIdApproved.class,
                SessionData.class,
                SESSIONS_WRITE,
                "Expire a checkout session",
                "Closes an open checkout session, so that it cannot be paid. Two turns: a person"
                    + " approves it with a code."),
            this::expire,
            (merchantId, id) ->
                new SessionData(session(merchantId, id, Instant.EPOCH).orElse(null))));
  }

  /** Below a name of its own: the answer of a write has an amount and a status already. */
  record LinkData(@Nullable Link link) {}

  /** As {@link LinkData}. */
  record SessionData(@Nullable Session session) {}

  private Optional<Link> link(String merchantId, String id) {
    return database.find(Link.class, Link.TABLE, merchantId, id);
  }

  private LinkData linkData(String merchantId, String id) {
    return new LinkData(link(merchantId, id).orElse(null));
  }

  private Optional<Session> session(String merchantId, String id, Instant now) {
    return database.find(Session.class, Session.tableAt(now), merchantId, id);
  }

  private Answer<Write> create(CreateLinkInput input, Merchant merchant, ToolCall call) {
    var id = "lnk_" + call.ids().next();
    return Answer.of(
        action(
            "summary.createLink",
            id,
            input.amount(),
            input.description(),
            merchant,
            changes ->
                changes.makeOr(
                    "",
                    "insert into link (id, merchant_id, description, amount, active, created_at)"
                        + " values (?, ?, ?, ?, 1, ?)",
                    id,
                    merchant.id(),
                    input.description(),
                    input.amount(),
                    call.now())));
  }

  private Answer<Write> deactivate(ByIdApproved input, Merchant merchant, ToolCall call) {
    return GatewayText.found(link(merchant.id(), input.id()), "id")
        .then(
            link ->
                link.active()
                    ? Answer.of(
                        action(
                            "summary.deactivateLink",
                            link.id(),
                            link.amount(),
                            link.description(),
                            merchant,
                            changes ->
                                changes.makeOr(
                                    "link_inactive",
                                    "update link set active = 0 where id = ? and active",
                                    link.id())))
                    : GatewayText.refused("GATEWAY_LINK_INACTIVE", "id", Map.of()));
  }

  private Answer<Write> expire(ByIdApproved input, Merchant merchant, ToolCall call) {
    return GatewayText.found(session(merchant.id(), input.id(), call.now()), "id")
        .then(
            session ->
                session.status().equals("open")
                    ? Answer.of(
                        action(
                            "summary.expireSession",
                            session.id(),
                            session.amount(),
                            session.id(),
                            merchant,
                            changes ->
                                changes.makeOr(
                                    "session_closed",
                                    "update session set status = 'expired'"
                                        + " where id = ? and status = 'open'",
                                    session.id())))
                    : GatewayText.refused(
                        "GATEWAY_SESSION_CLOSED", "id", Map.of("status", session.status())));
  }

  private static Write action(
      String summary,
      String id,
      long amount,
      String what,
      Merchant merchant,
      GatewayDatabase.Effect effect) {
    var text =
        GatewayText.of(
            summary,
            Map.of(
                "amount", Money.mxn(amount).formatted(),
                "what", what,
                "merchant", merchant.name()));
    var subject = new Payee(id, merchant.name(), merchant.id());
    return new Write(PaymentOperation.action(WriteTool.RAIL, subject, text), id, effect);
  }
}
