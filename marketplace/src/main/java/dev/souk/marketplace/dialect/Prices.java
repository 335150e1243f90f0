package dev.souk.marketplace.dialect;

import dev.souk.marketplace.dialect.Invoices.Invoice;
import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.UnitReading;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Tag;
import java.util.Optional;
import java.util.OptionalLong;

/** What is asked, in {@code amount} and {@code payment} tags; an invoice beside the number wins over it. */
final class Prices {
    /** More tags of one name are not looked at, as each may hold an invoice. */
    private static final int MAX_TAGS = 4;

    private final Invoices invoices;

    Prices(Invoices invoices) {
        this.invoices = invoices;
    }

    /** The price of every era but the first: {@code amount}, in msat. */
    Optional<Price> amount(Tags tags) {
        return read(tags, "amount", UnitReading.DIALECT_MSAT);
    }

    /** The first tag of this name from which a price can be read; its number counts in {@code unit}. */
    Optional<Price> read(Tags tags, String name, UnitReading unit) {
        return tags.all(name)
                .limit(MAX_TAGS)
                .flatMap(tag -> price(tag, unit).stream())
                .findFirst();
    }

    private Optional<Price> price(Tag tag, UnitReading unit) {
        String number = Tags.element(tag, 1);
        String bolt11 = Tags.element(tag, 2);
        Optional<Invoice> invoice = bolt11.isEmpty() ? Optional.empty() : invoices.read(bolt11);
        Optional<Bytes32> hash = invoice.map(Invoice::paymentHash);
        OptionalLong invoiced = invoice.map(Invoice::msat).orElse(OptionalLong.empty());
        if (isAmount(invoiced)) {
            return Optional.of(new Price(invoiced.getAsLong(), unitOf(number, invoiced), hash));
        }
        OptionalLong msat = Amounts.parse(number, Tags.msatPerUnit(unit));
        return msat.isPresent() ? Optional.of(new Price(msat.getAsLong(), unit, hash)) : Optional.empty();
    }

    private static boolean isAmount(OptionalLong msat) {
        return msat.isPresent() && msat.getAsLong() >= 0 && msat.getAsLong() <= Amounts.MAX_MSAT;
    }

    private static UnitReading unitOf(String number, OptionalLong invoiced) {
        if (Amounts.parse(number, 1).equals(invoiced)) {
            return UnitReading.INVOICE_MSAT;
        }
        return Amounts.parse(number, 1_000).equals(invoiced) ? UnitReading.INVOICE_SAT : UnitReading.INVOICE_OTHER;
    }
}
