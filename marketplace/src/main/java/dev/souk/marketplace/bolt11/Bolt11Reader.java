package dev.souk.marketplace.bolt11;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.protocol.Bech32;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads invoices (BOLT 11). Thread-safe; pure; a few microseconds.
 *
 * <p>Lenient where a receipt would be lost for nothing: white space around the invoice and the URI scheme
 * {@code lightning:} are taken off, fields of a wrong length are skipped as the text's own example does, and an invoice
 * that must not be paid is read all the same. Strict where numbers are at stake: an amount is a positive number without
 * leading zeros, of whole millisatoshis, not above all bitcoin there will be.
 */
public final class Bolt11Reader {
    /** Longer invoices are not read. */
    public static final int MAX_LENGTH = 7_089;

    private static final String SCHEME = "lightning:";
    private static final int MAX_SURROUNDINGS = 64;
    private static final int TIMESTAMP_WORDS = 7;
    private static final int SIGNATURE_WORDS = 104;
    private static final long MSAT_PER_BITCOIN = 100_000_000_000L;

    private Bolt11Reader() {}

    /** Reads {@code text}. */
    public static Bolt11Reading read(String text) {
        if (text.length() > MAX_LENGTH + MAX_SURROUNDINGS) {
            return new Bolt11Reading.Refused("too-long");
        }
        return switch (Bech32.read(bare(text), MAX_LENGTH)) {
            case Bech32.Outcome.Refused(String reason) -> new Bolt11Reading.Refused(reason);
            case Bech32.Outcome.Read(Bech32 words) -> read(words);
        };
    }

    private static String bare(String text) {
        String bare = text.strip();
        return bare.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? bare.substring(SCHEME.length()) : bare;
    }

    private static Bolt11Reading read(Bech32 words) {
        String prefix = words.prefix();
        if (!prefix.startsWith("ln")) {
            return new Bolt11Reading.Refused("not-an-invoice");
        }
        int amountStart = 2;
        while (amountStart < prefix.length() && !isDigit(prefix.charAt(amountStart))) {
            amountStart++;
        }
        Optional<Network> network = Network.of(prefix.substring(2, amountStart));
        if (network.isEmpty()) {
            return new Bolt11Reading.Refused("unknown-network");
        }
        String amount = prefix.substring(amountStart);
        OptionalLong msat = amount.isEmpty() ? OptionalLong.empty() : msat(amount);
        if (!amount.isEmpty() && msat.isEmpty()) {
            return new Bolt11Reading.Refused("bad-amount");
        }
        if (words.size() < TIMESTAMP_WORDS + SIGNATURE_WORDS) {
            return new Bolt11Reading.Refused("too-short");
        }
        return fields(words, network.get(), msat);
    }

    /** A tenth of a millisatoshi is the unit of {@code p}: the last digit is none of the number, and must be 0. */
    private static OptionalLong msat(String amount) {
        if (amount.charAt(0) == '0') {
            return OptionalLong.empty();
        }
        String digits = amount.substring(0, amount.length() - 1);
        return switch (amount.charAt(amount.length() - 1)) {
            case 'm' -> Amounts.parse(digits, MSAT_PER_BITCOIN / 1_000);
            case 'u' -> Amounts.parse(digits, MSAT_PER_BITCOIN / 1_000_000);
            case 'n' -> Amounts.parse(digits, MSAT_PER_BITCOIN / 1_000_000_000);
            case 'p' ->
                digits.endsWith("0")
                        ? Amounts.parse(digits.substring(0, digits.length() - 1), 1)
                        : OptionalLong.empty();
            default -> Amounts.parse(amount, MSAT_PER_BITCOIN);
        };
    }

    private static Bolt11Reading fields(Bech32 words, Network network, OptionalLong msat) {
        int end = words.size() - SIGNATURE_WORDS;
        Bolt11Fields fields = new Bolt11Fields(words);
        int at = TIMESTAMP_WORDS;
        while (at < end) {
            int start = at + Bolt11Fields.HEAD_WORDS;
            if (start > end) {
                return new Bolt11Reading.Refused("broken-field");
            }
            int length = words.word(at + 1) << 5 | words.word(at + 2);
            if (start + length > end) {
                return new Bolt11Reading.Refused("broken-field");
            }
            fields.take(words.word(at), start, length);
            at = start + length;
        }
        return fields.invoice(network, msat, words.number(0, TIMESTAMP_WORDS))
                .<Bolt11Reading>map(Bolt11Reading.Read::new)
                .orElseGet(() -> new Bolt11Reading.Refused("no-payment-hash"));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The invoice in {@code text}, where why there is none does not matter. */
    public static Optional<Bolt11Invoice> find(String text) {
        return read(text) instanceof Bolt11Reading.Read(Bolt11Invoice invoice)
                ? Optional.of(invoice)
                : Optional.empty();
    }
}
