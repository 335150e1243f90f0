package dev.souk.relay.config;

import dev.souk.protocol.Bytes32;
import java.time.Duration;
import java.util.Set;

/**
 * Whether the relay is closed, and how one becomes a member of it (NIP-43).
 *
 * @param closed whether only members publish; everything else here is for that case, but for operators
 * @param readers who may ask for events
 * @param operators keys that may manage the relay (NIP-86), closed or not; on a closed one they always belong, may always
 *     invite, and are taken in as members once
 * @param initial keys that are taken in as members once; who leaves or is removed stays out
 * @param acceptedFromAnyone kinds that whoever signs them may publish
 * @param acceptedForMembers kinds that are accepted when a {@code p} tag names a member, whoever signs them
 * @param invites who is given invites
 * @param inviteLifetime how long an invite is good
 * @param inviteUses how many become members by one invite
 * @param maxInvites invites that are kept; past it none are given until some have expired
 * @param maxMembers members that are kept
 * @param published whether the list of members, roles and changes are published
 */
public record MembersConfig(
        boolean closed,
        Readers readers,
        Set<Bytes32> operators,
        Set<Bytes32> initial,
        Set<Integer> acceptedFromAnyone,
        Set<Integer> acceptedForMembers,
        Invites invites,
        Duration inviteLifetime,
        int inviteUses,
        int maxInvites,
        int maxMembers,
        boolean published) {
    /** Who may ask for events. */
    public enum Readers {
        EVERYONE,
        MEMBERS
    }

    /** Who is given invites. */
    public enum Invites {
        NOBODY,
        OPERATORS,
        MEMBERS
    }

    /**
     * Open. When closed: the lists that others need to find somebody, and mail and zap receipts, whose keys are not those
     * of their senders, come in all the same; members invite one at a time.
     */
    public static final MembersConfig DEFAULT = new MembersConfig(
            false,
            Readers.EVERYONE,
            Set.of(),
            Set.of(),
            Set.of(10_002, 10_050),
            Set.of(1_059, 9_735, 21_059),
            Invites.MEMBERS,
            Duration.ofDays(7),
            1,
            10_000,
            100_000,
            true);

    public MembersConfig {
        operators = Set.copyOf(operators);
        initial = Set.copyOf(initial);
        acceptedFromAnyone = Set.copyOf(acceptedFromAnyone);
        acceptedForMembers = Set.copyOf(acceptedForMembers);
    }

    /** The same with other operators. */
    public MembersConfig withOperators(Set<Bytes32> others) {
        return new MembersConfig(
                closed,
                readers,
                others,
                initial,
                acceptedFromAnyone,
                acceptedForMembers,
                invites,
                inviteLifetime,
                inviteUses,
                maxInvites,
                maxMembers,
                published);
    }

    /** True when nobody asks without having proved that he is a member. */
    public boolean isReadByMembersOnly() {
        return closed && readers == Readers.MEMBERS;
    }
}
