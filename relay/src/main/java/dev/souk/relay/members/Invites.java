package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Hex;
import dev.souk.protocol.Sha256;
import dev.souk.relay.config.MembersConfig;
import dev.souk.storage.Table.Write;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The invites that are out (NIP-43): codes of 128 random bits, of which only hashes are kept, in the members' table. Using
 * one up is one write with the member that it makes. Thread-safe, under one lock.
 *
 * <p>Bounded: in total, past which none is given before some have expired; and {@link #MAX_EACH} for each who asks, past
 * which the oldest of his is no longer good.
 */
final class Invites {
    /** Invites of one asker that are good at a time. */
    static final int MAX_EACH = 100;

    private static final int CODE_BYTES = 16;

    private final Members members;
    private final Supplier<MembersConfig> config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Guarded by the lock; by hash, the oldest first. */
    private final SequencedMap<Bytes32, Invite> invites = new LinkedHashMap<>();

    /** Guarded by the lock; the hashes of each asker's invites, the oldest first. */
    private final Map<Bytes32, List<Bytes32>> byAsker = new HashMap<>();

    /** What becomes of a code that somebody claims to have been given. */
    enum Claim {
        JOINED,
        UNKNOWN,
        EXPIRED,
        USED_UP,
        FULL
    }

    private Invites(Members members, Supplier<MembersConfig> config, InstantSource clock) {
        this.members = members;
        this.config = config;
        this.clock = clock;
    }

    /** Those that are kept beside {@code members}; what has expired is forgotten. */
    static Invites open(Members members, Supplier<MembersConfig> config, InstantSource clock) {
        Invites opened = new Invites(members, config, clock);
        long now = clock.instant().getEpochSecond();
        List<Invite> kept = Rows.invites(members.table());
        kept.stream()
                .filter(invite -> !invite.hasExpired(now))
                .sorted(Comparator.comparingLong(Invite::until))
                .forEach(opened::put);
        members.table()
                .write(kept.stream()
                        .filter(invite -> invite.hasExpired(now))
                        .map(Rows::delete)
                        .toList());
        return opened;
    }

    /** A code that nobody can foresee; it is good once it is given. */
    String newCode() {
        byte[] code = new byte[CODE_BYTES];
        random.nextBytes(code);
        return Hex.of(code);
    }

    /** Makes {@code code} good. False when there are too many that are. A power cut may take it back. */
    synchronized boolean give(String code, Bytes32 asker) {
        MembersConfig given = config.get();
        long now = clock.instant().getEpochSecond();
        Set<Invite> gone = new LinkedHashSet<>();
        List<Bytes32> own = byAsker.getOrDefault(asker, List.of());
        if (own.size() >= MAX_EACH) {
            gone.add(invites.get(own.getFirst()));
        }
        if (invites.size() >= given.maxInvites()) {
            invites.values().stream().filter(invite -> invite.hasExpired(now)).forEach(gone::add);
        }
        if (invites.size() - gone.size() >= given.maxInvites()) {
            return false;
        }
        Invite invite =
                new Invite(hash(code), asker, now + given.inviteLifetime().toSeconds(), given.inviteUses());
        List<Write> writes = new ArrayList<>();
        gone.forEach(old -> writes.add(Rows.delete(old)));
        writes.add(Rows.put(invite));
        members.table().write(writes);
        gone.forEach(this::remove);
        put(invite);
        return true;
    }

    /** Lets the holder of {@code pubkey} in, if {@code code} is good. Durable when it returns. */
    synchronized Claim claim(String code, Bytes32 pubkey) {
        Invite invite = invites.get(hash(code));
        if (invite == null) {
            return Claim.UNKNOWN;
        }
        if (invite.hasExpired(clock.instant().getEpochSecond())) {
            return Claim.EXPIRED;
        }
        if (invite.uses() == 0) {
            return Claim.USED_UP;
        }
        try {
            Invite left = invite.used();
            members.add(List.of(pubkey), "invited by " + invite.asker(), List.of(Rows.put(left)));
            invites.replace(left.hash(), left);
            return Claim.JOINED;
        } catch (MembersFullException e) {
            return Claim.FULL;
        }
    }

    /** How many are kept. */
    synchronized int size() {
        return invites.size();
    }

    private void put(Invite invite) {
        invites.put(invite.hash(), invite);
        byAsker.computeIfAbsent(invite.asker(), asker -> new ArrayList<>()).add(invite.hash());
    }

    private void remove(Invite invite) {
        invites.remove(invite.hash());
        byAsker.computeIfPresent(invite.asker(), (asker, own) -> {
            own.remove(invite.hash());
            return own.isEmpty() ? null : own;
        });
    }

    private static Bytes32 hash(String code) {
        return Bytes32.of(Sha256.digest().digest(code.getBytes(StandardCharsets.UTF_8)));
    }
}
