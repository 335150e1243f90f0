package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the tables of an older build over, at its first start, before anybody reads them. The facts are read as they
 * are. What older builds did not note, or noted otherwise, is written anew: which receipts wait for their wallet's key,
 * and what each fact waits for. Then everything that is derived is derived anew, as the rules have changed, too. If it is
 * cut off it begins again with the next start.
 *
 * <pre>
 * 2  receipts that wait are listed without their signer, facts that wait only by their target
 * 3  receipts that wait do not say when they were first seen
 * 4  now
 * </pre>
 */
final class CarryOver {
    static final int OLDEST = 2;

    private static final Logger LOG = LoggerFactory.getLogger(CarryOver.class);
    private static final int PAGE = 2_000;

    private CarryOver() {}

    static void run(Table table, int version, int newest, long place) {
        LOG.warn(
                "event=ledger-carried-over from={} to={} what=\"the market derives everything anew from its facts, which"
                        + " takes a minute or two for a million jobs; an older Souk cannot read the tables then\"",
                version,
                newest);
        table.write(List.of(new Table.Write.DeletePrefix(new byte[] {Keys.RECIPIENT})));
        for (List<Table.Entry> page : Pages.of(table, new byte[] {Keys.DOSSIER}, PAGE)) {
            table.write(page.parallelStream()
                    .map(row -> DossierCodec.decode(Keys.idAtEnd(row.key()), row.value()))
                    .flatMap(CarryOver::unverified)
                    .toList());
        }
        for (List<Table.Entry> page : Pages.of(table, new byte[] {Keys.WAITING}, PAGE)) {
            table.write(page.stream().map(row -> waitingFor(row.key())).toList());
        }
        table.write(List.of(
                new Table.Write.Put(Keys.rebuilding(), new byte[0]),
                new Table.Write.Put(Keys.checkpoint(), checkpoint(newest, place))));
    }

    /** The place in the feed, and the version of the tables before it. */
    static byte[] checkpoint(int version, long place) {
        return ByteBuffer.allocate(9).put((byte) version).putLong(place).array();
    }

    private static Stream<Table.Write> unverified(Dossier dossier) {
        return dossier.entries().stream()
                .map(Dossier.Entry::fact)
                .filter(Fact.Payment.class::isInstance)
                .map(Fact.Payment.class::cast)
                .filter(CarryOver::waits)
                .map(payment -> Unverified.row(dossier.id(), payment, seenAt(dossier, payment)));
    }

    private static boolean waits(Fact.Payment payment) {
        PaymentProof proof = payment.proof();
        boolean isClaimed = proof.level() >= PaymentProof.CLAIMED && proof.level() < PaymentProof.VERIFIED;
        return isClaimed && (proof.paymentHash().isPresent() || proof.request().isPresent());
    }

    /** What did not come live counts as seen at its date, but not before its job and what it pays for. */
    private static long seenAt(Dossier dossier, Fact.Payment payment) {
        if (payment.source().isLive()) {
            return payment.source().seenAt();
        }
        Stream<Source> others = Stream.concat(
                dossier.request().map(JobRequest::source).stream(),
                dossier.entry(payment.target()).map(entry -> entry.fact().source()).stream());
        return others.mapToLong(Source::seenAt).reduce(payment.source().seenAt(), Math::max);
    }

    private static Table.Write waitingFor(byte[] key) {
        byte[] target = Bytes32.at(key, 1).toBytes();
        return new Table.Write.Put(Keys.of(Keys.WAITING_FOR, Keys.idAtEnd(key)), target);
    }
}
