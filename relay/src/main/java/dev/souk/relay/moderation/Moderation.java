package dev.souk.relay.moderation;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.policy.Bans;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.VanishRequests;
import dev.souk.relay.policy.Verdict;
import dev.souk.storage.EventStore;
import dev.souk.storage.Table;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What the operator has decided, opened once for each store that is opened. As a policy it refuses what is banned, keys
 * and events; it is asked of every event, and costs two looks into hash tables. Thread-safe.
 */
public final class Moderation implements EventPolicy, Bans {
    private static final String TABLE = "moderation";

    private final VanishRequests vanishRequests;
    private final ReasonList<Bytes32> bannedPubkeys;
    private final ReasonList<Bytes32> bannedEvents;
    private final ReasonList<Bytes32> allowedEvents;
    private final BlockedAddresses addresses;
    private final KindRules kinds;
    private final Purge purge;

    private Moderation(Table table, RunningConfig config, int step) {
        IntSupplier maxEntries = () -> config.get().management().maxEntries();
        this.vanishRequests = new VanishRequests(config);
        this.bannedPubkeys = new ReasonList<>(table, Rows.BANNED_PUBKEYS, maxEntries);
        this.bannedEvents = new ReasonList<>(table, Rows.BANNED_EVENTS, maxEntries);
        this.allowedEvents = new ReasonList<>(table, Rows.ALLOWED_EVENTS, maxEntries);
        this.addresses = new BlockedAddresses(table, maxEntries);
        this.kinds = new KindRules(config.part(RelayConfig::events), table, maxEntries, vanishRequests);
        this.purge = new Purge(table, step);
    }

    /** What was decided for this store. */
    public static Moderation open(EventStore store, RunningConfig config) {
        return open(store, config, Purge.STEP);
    }

    static Moderation open(EventStore store, RunningConfig config, int step) {
        return new Moderation(store.table(TABLE), config, step);
    }

    /**
     * Refuses banned keys and events, but for requests to vanish, which are followed whoever makes them (NIP-62). Asked by
     * the verify threads, and once more by the writer.
     */
    @Override
    public Verdict judge(Event event, Caller caller) {
        if (vanishRequests.test(event)) {
            return Verdict.ACCEPT;
        }
        if (bannedPubkeys.contains(event.pubkey())) {
            return refusal("this key is banned", bannedPubkeys, event.pubkey());
        }
        return bannedEvents.contains(event.id())
                ? refusal("this event is banned", bannedEvents, event.id())
                : Verdict.ACCEPT;
    }

    @Override
    public boolean isBanned(Event event) {
        return bannedPubkeys.contains(event.pubkey()) || bannedEvents.contains(event.id());
    }

    @Override
    public long changes() {
        return bannedPubkeys.changes() + bannedEvents.changes();
    }

    @Override
    public Set<Bytes32> pubkeys() {
        return bannedPubkeys.keys();
    }

    @Override
    public Set<Bytes32> events() {
        return bannedEvents.keys();
    }

    private static Verdict refusal(String what, ReasonList<Bytes32> list, Bytes32 key) {
        String reason = list.reason(key).orElse("");
        return new Verdict.Reject(Reason.blocked(reason.isEmpty() ? what : what + ": " + reason));
    }

    /** Nothing more of this key is taken, and what is stored goes. */
    public Purge.Watch banPubkey(Bytes32 pubkey, String reason) {
        bannedPubkeys.put(pubkey, reason, Purge.ofPubkey(pubkey));
        return purge.beginPubkey(pubkey);
    }

    /** Its events are welcome again; those that are gone may be published once more. */
    public void unbanPubkey(Bytes32 pubkey) {
        bannedPubkeys.remove(pubkey, Purge.noMoreOfPubkey(pubkey));
        purge.endPubkey(pubkey);
    }

    /** This event is not taken, and goes if it is stored. */
    public Purge.Watch banEvent(Bytes32 id, String reason) {
        bannedEvents.put(id, reason, Purge.ofEvent(id));
        if (allowedEvents.contains(id)) {
            allowedEvents.remove(id);
        }
        return purge.beginEvent(id);
    }

    /** The event may be published again. */
    public void unbanEvent(Bytes32 id) {
        bannedEvents.remove(id, Purge.noMoreOfEvent(id));
        purge.endEvent(id);
    }

    /** The event is welcome, whatever is reported. */
    public void allowEvent(Bytes32 id, String reason) {
        allowedEvents.put(id, reason);
        unbanEvent(id);
    }

    public ReasonList<Bytes32> bannedPubkeys() {
        return bannedPubkeys;
    }

    public ReasonList<Bytes32> bannedEvents() {
        return bannedEvents;
    }

    /** Events that need no moderation any more. */
    public ReasonList<Bytes32> allowedEvents() {
        return allowedEvents;
    }

    public BlockedAddresses addresses() {
        return addresses;
    }

    public KindRules kinds() {
        return kinds;
    }

    /** What the writer has to remove. */
    public Purge purge() {
        return purge;
    }
}
