package dev.souk.marketplace;

import dev.souk.marketplace.bolt11.Bolt11Reader;
import dev.souk.marketplace.bolt11.Network;
import dev.souk.marketplace.dialect.Invoices;
import java.util.Optional;

/** Invoices for real bitcoin; those of test networks are none. */
final class Bolt11Invoices implements Invoices {
    @Override
    public Optional<Invoice> read(String bolt11) {
        return Bolt11Reader.find(bolt11)
                .filter(invoice -> invoice.network() == Network.MAINNET)
                .map(invoice -> new Invoice(invoice.msat(), invoice.paymentHash()));
    }
}
