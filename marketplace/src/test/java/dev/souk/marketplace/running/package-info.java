/** Tests of the market on a running relay, over real sockets. */
@org.jspecify.annotations.NullMarked
package dev.souk.marketplace.running;
