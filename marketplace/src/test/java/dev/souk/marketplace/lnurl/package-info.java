/** Tests against a wallet's server on this machine. */
@NullMarked
package dev.souk.marketplace.lnurl;

import org.jspecify.annotations.NullMarked;
