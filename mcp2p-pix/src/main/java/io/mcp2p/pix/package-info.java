/**
 * Payments in Brazil. PIX moves reais in seconds, at any hour, to a key (CPF, CNPJ, phone, e-mail
 * or a random one) that the central bank's directory resolves to an account. The key's kind is read
 * from its shape, and a key that could be two things is refused. Each payment is sent under our own
 * id and gets its end-to-end id from the rail; we never mint one. What we sent, only the payee can
 * give back.
 */
@NullMarked
package io.mcp2p.pix;

import org.jspecify.annotations.NullMarked;
