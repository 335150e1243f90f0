package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.moderation.Purge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and events: what is banned, and what was reported. */
final class ModerationCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ModerationCalls.class);

    /** How long a ban waits for what is stored to go; what is left then goes on its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Moderation moderation;
    private final Reports reports;
    private final Managers managers;
    private final IntSupplier maxListed;

    ModerationCalls(Moderation moderation, Reports reports, Managers managers, IntSupplier maxListed) {
        this.moderation = moderation;
        this.reports = reports;
        this.managers = managers;
        this.maxListed = maxListed;
    }

    Map<String, Call> all() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("banpubkey", this::banPubkey);
        calls.put("unbanpubkey", (caller, params) -> {
            moderation.unbanPubkey(pubkey(params));
            return Results.done();
        });
        calls.put(
                "listbannedpubkeys",
                (caller, params) -> Results.reasons(
                        "pubkey",
                        moderation.bannedPubkeys().page(params.afterBytes32(), params.limit(maxListed.getAsInt()))));
        calls.put("listeventsneedingmoderation", this::listEventsNeedingModeration);
        calls.put("allowevent", (caller, params) -> {
            moderation.allowEvent(id(params), params.reason(1));
            return Results.done();
        });
        calls.put("banevent", (caller, params) -> {
            await(moderation.banEvent(id(params), params.reason(1)));
            return Results.done();
        });
        calls.put("unbanevent", (caller, params) -> {
            moderation.unbanEvent(id(params));
            return Results.done();
        });
        calls.put(
                "listbannedevents",
                (caller, params) -> Results.reasons(
                        "id",
                        moderation.bannedEvents().page(params.afterBytes32(), params.limit(maxListed.getAsInt()))));
        calls.put(
                "listallowedevents",
                (caller, params) -> Results.reasons(
                        "id",
                        moderation.allowedEvents().page(params.afterBytes32(), params.limit(maxListed.getAsInt()))));
        return calls;
    }

    private static Bytes32 pubkey(Params params) {
        return params.bytes32(0, "the public key");
    }

    private static Bytes32 id(Params params) {
        return params.bytes32(0, "the event id");
    }

    private byte[] banPubkey(Call.Caller caller, Params params) {
        Bytes32 pubkey = pubkey(params);
        if (managers.areSpared(pubkey)) {
            throw new RefusedCallException("this key manages the relay, or is its own");
        }
        await(moderation.banPubkey(pubkey, params.reason(1)));
        return Results.done();
    }

    private byte[] listEventsNeedingModeration(Call.Caller caller, Params params) {
        return Results.array(
                reports.pending(params.afterBytes32(), params.limit(maxListed.getAsInt())),
                (json, event) -> Results.reason(json, "id", event.id().hex(), event.summary()));
    }

    /** The ban holds already; this is so that mostly nothing of it is left when the caller looks. */
    private static void await(Purge.Watch removal) {
        try {
            if (!removal.await(PATIENCE)) {
                LOG.info("event=purge-goes-on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
