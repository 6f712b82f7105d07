/**
 * Pix, Brazil's instant payments, run by Banco Central do Brasil.
 *
 * <p>A payer's provider sends an amount in centavos to a {@linkplain io.mcp2p.pix.PixKey key} (CPF,
 * CNPJ, phone, e-mail or a random one) that the central bank's directory resolves to an account, in
 * seconds, at any hour. The key's kind is read from its shape, and a key that could be two things
 * is refused. A payment goes out under our own reference, the provider's guard against paying
 * twice, and gets its end-to-end id from the provider; only the sandbox mints one. What was
 * received can be given back, in parts too; of what was sent, only the payee can give back.
 */
@NullMarked
package io.mcp2p.pix;

import org.jspecify.annotations.NullMarked;
