package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A key that belongs to the relay.
 *
 * @param reason why, for the operator's eyes; cut to {@link #MAX_REASON}
 * @param roles ids of its roles
 */
public record Member(Bytes32 pubkey, String reason, SortedSet<String> roles) {
    /** Characters of a reason that are kept. */
    public static final int MAX_REASON = 500;

    public Member {
        reason = reason.substring(0, Math.min(MAX_REASON, reason.length()));
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /** The same with one more role. */
    Member with(String role) {
        SortedSet<String> more = new TreeSet<>(roles);
        more.add(role);
        return new Member(pubkey, reason, more);
    }

    /** The same without that role. */
    Member without(String role) {
        SortedSet<String> fewer = new TreeSet<>(roles);
        fewer.remove(role);
        return new Member(pubkey, reason, fewer);
    }
}
