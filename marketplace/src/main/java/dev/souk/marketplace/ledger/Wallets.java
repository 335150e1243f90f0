package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.lnurl.LnurlAddress;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which keys sign for whom: the lightning addresses that providers have named in their profiles, and the keys that the
 * wallets behind these addresses have named, each with the time from which it was seen. Nothing is forgotten when a
 * provider changes its wallet, so old income stays. Lives in a {@link WriteSet}.
 *
 * <p>A receipt is judged by what held when it was first seen; what was seen first holds for everything before it, too.
 */
final class Wallets {
    /** Of one provider's addresses, and of one address' keys, the newest so many are remembered. */
    static final int MAX_VERSIONS = 16;

    /** The address of a profile that names none. No wallet is there, so nobody's receipts are of its keys. */
    static final String NOWHERE = "";

    private final WriteSet set;
    private final LedgerMeters meters;

    Wallets(WriteSet set, LedgerMeters meters) {
        this.set = set;
        this.meters = meters;
    }

    /** A value, and from when on it held, Unix seconds. */
    record Version(String value, long from) {}

    /** Forgets where somebody was paid. */
    void vanished(Bytes32 provider) {
        set.delete(Keys.of(Keys.PAID_AT, provider));
    }

    /** A provider's profile, seen at {@code at}, names this address, or {@link #NOWHERE}. True when that is news. */
    boolean address(Bytes32 provider, String address, long at) {
        return add(Keys.of(Keys.PAID_AT, provider), address, at);
    }

    /** True when the wallet of this provider was asked before. */
    boolean isKnown(Bytes32 provider) {
        return set.has(Keys.of(Keys.PAID_AT, provider));
    }

    /** The wallet at {@code address} named this key. True when that is news. */
    boolean key(String address, Bytes32 key, long at) {
        return add(Keys.of(Keys.WALLET_KEYS, address), key.hex(), at);
    }

    /** True when {@code signer} is the key that signed for {@code recipient} at {@code at}. */
    boolean isSignedFor(Bytes32 recipient, Bytes32 signer, long at) {
        return heldAt(versions(Keys.of(Keys.PAID_AT, recipient)), at)
                .flatMap(address -> heldAt(versions(Keys.of(Keys.WALLET_KEYS, address)), at))
                .filter(signer.hex()::equals)
                .isPresent();
    }

    /** True unless the payer was told to pay elsewhere than {@code recipient} was paid at {@code at}. */
    boolean isSameLnurl(Bytes32 recipient, PaymentProof proof, long at) {
        return proof.lnurl().isEmpty()
                || proof.lnurl()
                        .equals(heldAt(versions(Keys.of(Keys.PAID_AT, recipient)), at)
                                .map(LnurlAddress::fingerprint));
    }

    /** The keys that the wallets of a recipient have named, the newest first. */
    List<Bytes32> signers(Bytes32 recipient) {
        return versions(Keys.of(Keys.PAID_AT, recipient)).reversed().stream()
                .map(Version::value)
                .distinct()
                .flatMap(address -> versions(Keys.of(Keys.WALLET_KEYS, address)).reversed().stream())
                .map(Version::value)
                .distinct()
                .map(Bytes32::ofHex)
                .toList();
    }

    /** Tells apart what was known of a recipient's wallets, by which receipts are judged, at different times. */
    long state(Bytes32 recipient) {
        byte[] paidAt = Keys.of(Keys.PAID_AT, recipient);
        byte[] known = set.get(paidAt).orElse(new byte[0]);
        for (Version address : versions(paidAt)) {
            byte[] keys = set.get(Keys.of(Keys.WALLET_KEYS, address.value())).orElse(new byte[0]);
            known = Keys.join(known, keys);
        }
        return Sha256.of(known).a();
    }

    private static Optional<String> heldAt(List<Version> versions, long at) {
        Optional<String> held = versions.stream().findFirst().map(Version::value);
        for (Version version : versions) {
            if (version.from() <= at) {
                held = Optional.of(version.value());
            }
        }
        return held;
    }

    private boolean add(byte[] key, String value, long at) {
        List<Version> versions = new ArrayList<>(versions(key));
        if (versions.contains(new Version(value, at))) {
            return false;
        }
        boolean isKnown = versions.stream().anyMatch(version -> version.value().equals(value) && version.from() <= at);
        if (isKnown && versions.getLast().value().equals(value)) {
            return false;
        }
        versions.add(new Version(value, at));
        versions.sort(Comparator.comparingLong(Version::from));
        if (versions.size() > MAX_VERSIONS) {
            versions.remove(0);
            meters.dropped(Bound.WALLET);
        }
        FieldWriter out = new FieldWriter();
        out.number(versions.size());
        versions.forEach(version -> {
            out.text(version.value());
            out.number(version.from());
        });
        set.put(key, out.toBytes());
        return true;
    }

    private List<Version> versions(byte[] key) {
        return set.get(key)
                .map(bytes -> {
                    FieldReader in = new FieldReader(bytes);
                    return in.list(() -> new Version(in.text(), in.number()));
                })
                .orElse(List.of());
    }
}
