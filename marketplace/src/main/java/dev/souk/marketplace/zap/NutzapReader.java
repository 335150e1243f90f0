package dev.souk.marketplace.zap;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads nutzaps (NIP-61). They are believed at level 1 and no further: whether the mint would honour the proofs, and
 * whether they are locked to the recipient, takes the mint's keys and the recipient's list of mints. The event's own id
 * and signature are for whoever stored it. Thread-safe; pure. Throws nothing, whatever the event holds.
 */
public final class NutzapReader {
    /** A nutzap of more proofs is level 0. Wallets need one proof for each bit of the amount. */
    public static final int MAX_PROOFS = 128;

    /** A nutzap with a longer proof is level 0. With lock and DLEQ proof one has some 700 characters. */
    public static final int MAX_PROOF_LENGTH = 8_192;

    private static final int NUTZAP_KIND = 9321;
    private static final long MSAT_PER_SAT = 1_000;

    /** Reads and judges one nutzap. */
    public ZapReceipt read(Event nutzap) {
        Findings findings = new Findings();
        PaidFor paidFor = PaidFor.of(nutzap);
        findings.expect(ZapCheck.KIND, nutzap.kind() == NUTZAP_KIND);
        findings.expect(ZapCheck.ONE_RECIPIENT, paidFor.hasOneRecipient());
        findings.expect(ZapCheck.ONE_TARGET, paidFor.hasOneTarget() && paidFor.hasOneAddress());
        SortedSet<String> secrets = new TreeSet<>();
        OptionalLong units = units(nutzap, secrets);
        findings.expect(ZapCheck.PROOFS, units.isPresent());
        boolean isInSats = findings.expect(
                ZapCheck.AMOUNT_KNOWN, nutzap.firstValue("unit").orElse("sat").equals("sat"));
        long msat = isInSats ? units.orElse(0) * MSAT_PER_SAT : 0;
        PaymentProof proof = new PaymentProof(
                        findings.areGood() ? PaymentProof.CLAIMED : 0,
                        msat,
                        Optional.empty(),
                        nutzap.pubkey(),
                        findings.names(),
                        true)
                .spending(units.isPresent() ? Optional.of(token(nutzap.pubkey(), secrets)) : Optional.empty());
        return new ZapReceipt(
                Optional.empty(),
                Optional.of(nutzap.pubkey()),
                paidFor.recipient(),
                paidFor.target(),
                paidFor.address(),
                proof,
                Optional.empty(),
                OptionalLong.of(nutzap.createdAt()));
    }

    /**
     * The same for the same proofs in any order, whatever else the nutzap says. The payer is part of it, so that nobody can
     * make another's nutzap count for nothing by publishing its proofs first, or with an older date.
     */
    private static Bytes32 token(Bytes32 payer, SortedSet<String> secrets) {
        StringBuilder text = new StringBuilder(payer.hex());
        secrets.forEach(
                secret -> text.append(' ').append(secret.length()).append(' ').append(secret));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The sum of all proofs; nothing when there is none, one cannot be read, or one stands there twice. */
    private static OptionalLong units(Event nutzap, Set<String> secrets) {
        long sum = 0;
        for (Tag tag : nutzap.tags()) {
            if (!tag.name().equals("proof")) {
                continue;
            }
            Optional<CashuProof> proof = tag.value()
                    .filter(text -> text.length() <= MAX_PROOF_LENGTH)
                    .flatMap(CashuProof::read);
            boolean isBad = proof.isEmpty()
                    || !secrets.add(proof.get().secret())
                    || secrets.size() > MAX_PROOFS
                    || proof.get().amount() > Amounts.MAX_MSAT / MSAT_PER_SAT - sum;
            if (isBad) {
                return OptionalLong.empty();
            }
            sum += proof.get().amount();
        }
        return secrets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
