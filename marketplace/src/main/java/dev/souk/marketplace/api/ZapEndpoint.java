package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.zap.NutzapReader;
import dev.souk.marketplace.zap.ZapReceipt;
import dev.souk.marketplace.zap.ZapReceiptReader;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.StoredEvent;
import java.util.List;
import java.util.Optional;

/** What a zap receipt or a nutzap proves, and what it does not. */
final class ZapEndpoint {
    private static final int RECEIPT = 9735;
    private static final int NUTZAP = 9321;

    /** A verified payment of which {@link ApiSettings#isEarned} says that it was earned. */
    private static final int EARNED = 5;

    private final MarketView view;
    private final ApiSettings settings;
    private final ZapReceiptReader receipts = new ZapReceiptReader(new EventVerifier(Schnorr.best()));
    private final NutzapReader nutzaps = new NutzapReader();

    ZapEndpoint(MarketView view, ApiSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.of(Paths.V1 + "/zaps/{id}", this::one));
    }

    /**
     * What is known of a payment, from the job it is filed in or from the event alone.
     *
     * @param job nothing when it is filed nowhere, and then counts nowhere
     */
    private record Finding(
            Bytes32 id,
            Optional<Bytes32> job,
            PaymentProof proof,
            int level,
            Optional<Bytes32> payer,
            Optional<Bytes32> recipient,
            Optional<Bytes32> target,
            Optional<StoredEvent> event) {
        boolean isCounted() {
            return job.isPresent() && proof.isCounted() && proof.level() >= PaymentProof.CLAIMED;
        }
    }

    private Answer one(Call call) {
        Bytes32 id = call.event("id");
        Optional<StoredEvent> stored = view.event(id)
                .filter(event ->
                        event.header().kind() == RECEIPT || event.header().kind() == NUTZAP)
                .filter(event -> !event.header().hasExpired(view.nowSeconds()));
        Finding finding = view.payment(id)
                .map(payment -> filed(payment, stored))
                .or(() -> stored.map(this::judged))
                .orElseThrow(() -> new RefusedException(Problem.unknown("zap receipt or nutzap")));
        return Answer.json(document(finding), Answer.JOBS_AGE);
    }

    private Finding filed(Fact.Payment payment, Optional<StoredEvent> stored) {
        Bytes32 id = payment.source().id();
        return new Finding(
                id,
                view.jobOf(id),
                payment.proof(),
                level(payment),
                Optional.of(payment.payer()),
                Optional.of(payment.recipient()),
                Optional.of(payment.target()),
                stored);
    }

    /** The level that the ledger keeps, or one more: whether money is earned is asked anew each time. */
    private int level(Fact.Payment payment) {
        PaymentProof proof = payment.proof();
        boolean isEarned = proof.level() == PaymentProof.VERIFIED
                && proof.isCounted()
                && settings.isEarned().test(payment);
        return isEarned ? EARNED : proof.level();
    }

    /** A payment that is for no job, or that was malformed. */
    private Finding judged(StoredEvent stored) {
        Event event = EventReader.read(stored.json());
        ZapReceipt receipt = event.kind() == NUTZAP ? nutzaps.read(event) : receipts.read(event);
        return new Finding(
                event.id(),
                Optional.empty(),
                receipt.proof(),
                receipt.proof().level(),
                receipt.payer(),
                receipt.recipient(),
                receipt.target(),
                Optional.of(stored));
    }

    private Json document(Finding finding) {
        PaymentProof proof = finding.proof();
        Json json = new Json().object();
        json.put("id", finding.id())
                .put("zap_trust", settings.zapTrust().wire())
                .put("level", finding.level())
                .put("money", money(finding.level()))
                .put("counted", finding.isCounted())
                .putAll("failed_checks", proof.failedChecks())
                .put("amount_msat", proof.msat())
                .putId("payer", finding.payer())
                .putId("recipient", finding.recipient())
                .putId("target", finding.target())
                .putId("job", finding.job())
                .putId("payment_hash", proof.paymentHash())
                .put("signer", proof.signer());
        if (finding.event().isPresent()) {
            json.putRaw("receipt", finding.event().get().json());
        } else {
            json.none("receipt");
        }
        return json.end();
    }

    private static String money(int level) {
        if (level < PaymentProof.CLAIMED) {
            return "none";
        }
        if (level < PaymentProof.VERIFIED) {
            return "claimed";
        }
        return level < EARNED ? "verified" : "earned";
    }
}
