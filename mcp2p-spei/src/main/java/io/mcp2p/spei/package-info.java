/**
 * SPEI, Mexico's interbank transfers, run by Banco de México (Banxico).
 *
 * <p>A payer's bank sends an order for an amount in centavos to a {@linkplain io.mcp2p.spei.Clabe
 * CLABE}, 18 digits whose first three name the {@linkplain io.mcp2p.spei.SpeiBanks receiving bank}.
 * It carries a {@linkplain io.mcp2p.spei.TrackingKey tracking key} minted by the sender, which the
 * rail keeps unique only per sender and {@linkplain io.mcp2p.spei.OperatingDates operating date}:
 * the pair is the handle for every later question, and the only guard against paying twice. Orders
 * settle within seconds, around the clock, and nothing pulls a settled one back; the receiving bank
 * may still return the money, giving a {@linkplain io.mcp2p.spei.ReturnCause cause}.
 */
@NullMarked
package io.mcp2p.spei;

import org.jspecify.annotations.NullMarked;
