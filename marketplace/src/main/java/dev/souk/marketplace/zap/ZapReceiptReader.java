package dev.souk.marketplace.zap;

import dev.souk.marketplace.bolt11.Bolt11Invoice;
import dev.souk.marketplace.bolt11.Bolt11Reader;
import dev.souk.marketplace.bolt11.Network;
import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges zap receipts (NIP-57) by what they hold; {@link ZapCheck} says what is checked and what the levels mean. The
 * receipt's own id and signature are for whoever stored it. Thread-safe; pure work, about 60 us, nearly all for the
 * signature of the zap request. Throws nothing, whatever the receipt holds.
 */
public final class ZapReceiptReader {
    /** A longer zap request is not looked at: nobody pays for a page of text. */
    public static final int MAX_REQUEST_BYTES = 65_536;

    private static final int RECEIPT_KIND = 9735;
    private static final int REQUEST_KIND = 9734;
    private static final long SKEW_SECONDS = 600;

    private final EventVerifier verifier;

    public ZapReceiptReader(EventVerifier verifier) {
        this.verifier = verifier;
    }

    /** Reads and judges one receipt. */
    public ZapReceipt read(Event receipt) {
        Findings findings = new Findings();
        Evidence evidence = evidence(receipt, findings);
        evidence.request().ifPresent(request -> compare(evidence.paidFor(), request, findings));
        checkAmount(evidence, findings);
        int level = evidence.invoice()
                .map(invoice -> checkMarks(evidence, invoice, findings))
                .orElse(0);
        return evidence.verdict(findings.areGood() ? level : 0, findings);
    }

    /**
     * What a receipt holds.
     *
     * @param description exactly as it stands
     * @param request nothing unless it is genuine
     */
    private record Evidence(
            Event receipt,
            PaidFor paidFor,
            Optional<Bolt11Invoice> invoice,
            Optional<byte[]> description,
            Optional<Event> request) {
        OptionalLong msat() {
            return invoice.map(Bolt11Invoice::msat).orElse(OptionalLong.empty());
        }

        ZapReceipt verdict(int level, Findings findings) {
            PaidFor what = level > 0 ? request.map(PaidFor::of).orElse(paidFor) : paidFor;
            PaymentProof proof = new PaymentProof(
                    level,
                    msat().orElse(0),
                    invoice.map(Bolt11Invoice::paymentHash),
                    request.map(Event::id),
                    receipt.pubkey(),
                    findings.names(),
                    true);
            return new ZapReceipt(
                    request.map(Event::id),
                    request.map(Event::pubkey),
                    what.recipient(),
                    what.target(),
                    what.address(),
                    proof,
                    request.flatMap(found -> found.firstValue("lnurl"))
                            .filter(lnurl -> !lnurl.isEmpty() && lnurl.length() <= ZapReceipt.MAX_LNURL),
                    request.map(found -> OptionalLong.of(found.createdAt())).orElse(OptionalLong.empty()));
        }
    }

    private Evidence evidence(Event receipt, Findings findings) {
        PaidFor paidFor = PaidFor.of(receipt);
        findings.expect(ZapCheck.KIND, receipt.kind() == RECEIPT_KIND);
        findings.expect(ZapCheck.ONE_RECIPIENT, paidFor.hasOneRecipient());
        findings.expect(ZapCheck.ONE_TARGET, paidFor.hasOneTarget() && paidFor.hasOneAddress());
        Optional<Bolt11Invoice> invoice = receipt.firstValue("bolt11").flatMap(Bolt11Reader::find);
        findings.expect(ZapCheck.INVOICE, invoice.isPresent());
        invoice.ifPresent(found -> findings.expect(ZapCheck.NETWORK, found.network() == Network.MAINNET));
        Optional<byte[]> description = description(receipt, findings);
        Optional<Event> request = description.flatMap(bytes -> request(bytes, findings));
        return new Evidence(receipt, paidFor, invoice, description, request);
    }

    private static Optional<byte[]> description(Event receipt, Findings findings) {
        Optional<String> text = receipt.firstValue("description");
        findings.expect(ZapCheck.REQUEST, text.isPresent());
        return text.flatMap(found -> {
            // Each UTF-16 unit is at least one byte, so that nothing huge is encoded in order to measure it.
            boolean isSmall = found.length() <= MAX_REQUEST_BYTES;
            byte[] bytes = isSmall ? found.getBytes(StandardCharsets.UTF_8) : new byte[0];
            return findings.expect(ZapCheck.REQUEST_SIZE, isSmall && bytes.length <= MAX_REQUEST_BYTES)
                    ? Optional.of(bytes)
                    : Optional.empty();
        });
    }

    /** A genuine event of another kind is nobody's zap request, and names no payer. */
    private Optional<Event> request(byte[] description, Findings findings) {
        Event request;
        try {
            request = EventReader.read(description);
        } catch (MalformedException e) {
            findings.expect(ZapCheck.REQUEST, false);
            return Optional.empty();
        }
        boolean isRequest = findings.expect(ZapCheck.REQUEST_KIND, request.kind() == REQUEST_KIND);
        boolean isGenuine = findings.expect(ZapCheck.REQUEST_ID, verifier.hasRightId(request))
                && findings.expect(ZapCheck.REQUEST_SIGNATURE, verifier.hasRightSignature(request));
        return isRequest && isGenuine ? Optional.of(request) : Optional.empty();
    }

    private static void compare(PaidFor receipt, Event request, Findings findings) {
        PaidFor asked = PaidFor.of(request);
        findings.expect(
                ZapCheck.SAME_RECIPIENT,
                asked.hasOneRecipient() && asked.recipient().equals(receipt.recipient()));
        findings.expect(
                ZapCheck.SAME_TARGET,
                asked.hasOneTarget()
                        && (receipt.target().isEmpty() || receipt.target().equals(asked.target())));
        findings.expect(
                ZapCheck.SAME_ADDRESS,
                asked.hasOneAddress()
                        && (receipt.address().isEmpty() || receipt.address().equals(asked.address())));
        findings.expect(ZapCheck.PAYER_NAMED, request.firstValue("anon").isEmpty());
    }

    /** The invoice says how much; the zap request must not say otherwise, and what is no number is otherwise. */
    private static void checkAmount(Evidence evidence, Findings findings) {
        OptionalLong invoiced = evidence.msat();
        Optional<String> asked = evidence.request().flatMap(request -> request.firstValue("amount"));
        if (evidence.invoice().isPresent() && asked.isPresent()) {
            boolean isSame =
                    invoiced.isPresent() && Amounts.parse(asked.get(), 1).equals(invoiced);
            findings.expect(ZapCheck.SAME_AMOUNT, isSame);
        }
        findings.expect(ZapCheck.AMOUNT_KNOWN, invoiced.isPresent());
    }

    /** The marks are looked at even when something required failed: they help to see what kind of a fake it is. */
    private static int checkMarks(Evidence evidence, Bolt11Invoice invoice, Findings findings) {
        Event receipt = evidence.receipt();
        findings.expect(ZapCheck.INVOICE_PAYABLE, invoice.unpayable().isEmpty());
        findings.expect(ZapCheck.NOT_BEFORE_INVOICE, receipt.createdAt() >= invoice.timestamp() - SKEW_SECONDS);
        findings.expect(ZapCheck.NOT_AFTER_EXPIRY, receipt.createdAt() <= invoice.expiresAt() + SKEW_SECONDS);
        boolean isForThis = findings.expect(
                ZapCheck.DESCRIPTION_HASH,
                evidence.description()
                        .map(Sha256::of)
                        .filter(hash -> invoice.descriptionHash().equals(Optional.of(hash)))
                        .isPresent());
        Optional<String> preimage = receipt.firstValue("preimage").filter(text -> !text.isEmpty());
        boolean isReleased = findings.expect(ZapCheck.PREIMAGE_GIVEN, preimage.isPresent())
                && findings.expect(ZapCheck.PREIMAGE, isPreimage(preimage.orElseThrow(), invoice.paymentHash()));
        if (isReleased) {
            return 3;
        }
        return isForThis ? 2 : 1;
    }

    /** The NIP does not say how it is spelt: hex, in its example in lower case; some wallets use upper case. */
    private static boolean isPreimage(String text, Bytes32 paymentHash) {
        return text.length() == 64
                && Bytes32.parse(text.toLowerCase(Locale.ROOT))
                        .filter(preimage -> Sha256.of(preimage.toBytes()).equals(paymentHash))
                        .isPresent();
    }
}
