/** Tests of the parts of the watch over wallets; how it asks over HTTPS is tested with the running market. */
@NullMarked
package dev.souk.marketplace.wallet;

import org.jspecify.annotations.NullMarked;
