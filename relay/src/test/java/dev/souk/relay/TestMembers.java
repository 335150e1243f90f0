package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.config.MembersConfig.Invites;
import dev.souk.relay.config.MembersConfig.Readers;
import java.time.Duration;
import java.util.Set;

/** A closed relay's settings that differ in what a test is about. Alice is a member from the start. */
final class TestMembers {
    static final SecretKey OPERATOR = TestKeys.key(50);

    private Readers readers = MembersConfig.DEFAULT.readers();
    private Set<Bytes32> initial = Set.of(TestKeys.alice().publicKey());
    private Set<Integer> fromAnyone = MembersConfig.DEFAULT.acceptedFromAnyone();
    private Invites invites = MembersConfig.DEFAULT.invites();
    private int uses = MembersConfig.DEFAULT.inviteUses();
    private int maxInvites = MembersConfig.DEFAULT.maxInvites();
    private int maxMembers = MembersConfig.DEFAULT.maxMembers();
    private boolean published = true;
    private Set<Integer> forMembers = MembersConfig.DEFAULT.acceptedForMembers();
    private Duration lifetime = MembersConfig.DEFAULT.inviteLifetime();

    TestMembers readers(Readers value) {
        readers = value;
        return this;
    }

    TestMembers initial(Bytes32... keys) {
        initial = Set.of(keys);
        return this;
    }

    TestMembers fromAnyone(Integer... kinds) {
        fromAnyone = Set.of(kinds);
        return this;
    }

    TestMembers invites(Invites value) {
        invites = value;
        return this;
    }

    TestMembers uses(int value) {
        uses = value;
        return this;
    }

    TestMembers maxInvites(int value) {
        maxInvites = value;
        return this;
    }

    TestMembers maxMembers(int value) {
        maxMembers = value;
        return this;
    }

    TestMembers forMembers(Integer... kinds) {
        forMembers = Set.of(kinds);
        return this;
    }

    TestMembers lifetime(Duration time) {
        lifetime = time;
        return this;
    }

    TestMembers unpublished() {
        published = false;
        return this;
    }

    MembersConfig build() {
        return new MembersConfig(
                true,
                readers,
                Set.of(OPERATOR.publicKey()),
                initial,
                fromAnyone,
                forMembers,
                invites,
                lifetime,
                uses,
                maxInvites,
                maxMembers,
                published);
    }
}
