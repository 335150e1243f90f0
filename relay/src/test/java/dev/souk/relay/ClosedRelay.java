package dev.souk.relay;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.OwnKey;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.members.Members;
import dev.souk.relay.members.Membership;
import dev.souk.storage.EventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A relay that is closed (NIP-43), and what its clients say to it. */
final class ClosedRelay implements AutoCloseable {
    /** The relay's own key. */
    static final SecretKey SELF = TestKeys.key(99);

    private final RelayFixture relay;
    private Members members;
    private MembersConfig config;
    private long now = RelayFixture.START.getEpochSecond();

    @SuppressWarnings("NullAway.Init") // The fixture makes the extensions before it returns.
    private ClosedRelay(MembersConfig config, UnaryOperator<RelayConfig> settings) {
        this.config = config;
        relay = RelayFixture.start(settings, this::extensions);
    }

    static ClosedRelay start(TestMembers members) {
        return start(members, config -> config);
    }

    /** One with other settings, too. */
    static ClosedRelay start(TestMembers members, UnaryOperator<RelayConfig> others) {
        MembersConfig built = members.build();
        return new ClosedRelay(built, config -> others.apply(config.withMembers(built)));
    }

    private List<RelayExtension> extensions(RelayConfig all, EventStore store, InstantSource clock) {
        members = Members.open(store.table("members.list"), clock, () -> config.maxMembers());
        return List.of(
                new OwnKey(SELF.publicKey(), Set.of("members")),
                new Membership(new RunningConfig(all.withMembers(config)), members, SELF, clock));
    }

    RelayFixture fixture() {
        return relay;
    }

    /** What the operator's tools change. */
    Members members() {
        return members;
    }

    long now() {
        return now;
    }

    void passes(long seconds) {
        now += seconds;
        relay.setClock(Instant.ofEpochSecond(now));
    }

    TestClient connect() {
        return relay.connect();
    }

    /** A client that has proved to hold this key. */
    TestClient connect(SecretKey key) {
        TestClient client = relay.connect();
        client.authenticate(key, now);
        return client;
    }

    /** An invite code that a member is given. */
    String invite(SecretKey member) {
        List<Event> invites = connect(member).stored("{\"kinds\":[28935]}");
        return invites.getFirst().firstValue("claim").orElseThrow();
    }

    TestEvents joining(SecretKey key, String claim) {
        return TestEvents.ofKind(28_934).by(key).at(now).tag("-").tag("claim", claim);
    }

    TestEvents leaving(SecretKey key) {
        return TestEvents.ofKind(28_936).by(key).at(now).tag("-");
    }

    /** What the relay answers to a request, without its id. */
    static String answer(TestClient client, Event request) {
        String ok = client.ok(request);
        String head = "[\"OK\",\"" + request.id() + "\",";
        if (!ok.startsWith(head)) {
            throw new AssertionError("expected an answer to " + request.id() + ", got " + ok);
        }
        return ok.substring(head.length(), ok.length() - 1);
    }

    /** Waits until the newest event that a filter finds is as it should be. */
    Event await(String filter, Predicate<Event> isSo) {
        TestClient client = connect();
        Event[] found = new Event[1];
        Eventually.holds(filter, () -> {
            List<Event> events = client.stored(filter);
            if (!events.isEmpty() && isSo.test(events.getFirst())) {
                found[0] = events.getFirst();
            }
            return found[0] != null;
        });
        return found[0];
    }

    void restart() {
        relay.restart();
    }

    /** The operator sets something else. */
    void restartWith(TestMembers other) {
        config = other.build();
        relay.restart();
    }

    @Override
    public void close() {
        relay.close();
    }
}
