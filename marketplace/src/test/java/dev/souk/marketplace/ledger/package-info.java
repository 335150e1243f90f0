/** Tests of the ledger's parts; what it does as a whole is tested one package above. */
@NullMarked
package dev.souk.marketplace.ledger;

import org.jspecify.annotations.NullMarked;
