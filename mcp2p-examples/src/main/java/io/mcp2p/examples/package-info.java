/**
 * Programs that embed mcp2p: {@code QuickstartMain} is the README's, {@code HostToolMain} adds
 * tools of the host's own, {@code ServerMain} is the runnable server jar, {@code DemoCommand} shows
 * it to a person. {@code gateway} is a payment gateway built with it.
 */
@NullMarked
package io.mcp2p.examples;

import org.jspecify.annotations.NullMarked;
