package dev.souk.relay.write;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Subnet;
import dev.souk.relay.rate.Ticks;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** How much somebody may publish. Thread-safe. */
final class Rates {
    private static final EventPolicy NONE = (event, caller) -> Verdict.ACCEPT;

    private final WriteConfig config;
    private final Ticks ticks;

    Rates(WriteConfig config, Ticks ticks) {
        this.config = config;
        this.ticks = ticks;
    }

    /** Events that come from one address, whatever becomes of them. */
    EventPolicy ofAddresses() {
        return limited(config.addressRate(), "events from one address", (event, caller) -> Subnet.of(caller.address()));
    }

    EventPolicy ofPubkeys() {
        return limited(config.pubkeyRate(), "events of one key", (event, caller) -> event.pubkey());
    }

    private <K> EventPolicy limited(Optional<Rate> limit, String what, BiFunction<Event, Caller, K> subject) {
        if (limit.isEmpty()) {
            return NONE;
        }
        Rate rate = limit.get();
        Buckets<K> buckets = new Buckets<>(rate, config.maxTracked(), ticks);
        return (event, caller) ->
                buckets.take(subject.apply(event, caller), 1) ? Verdict.ACCEPT : tooMany(rate.atMost(what));
    }

    /** Events of some kinds by one author; what is signed by keys of a moment is counted by address. */
    EventPolicy ofKinds() {
        List<ByKind<EventPolicy>> policies = config.kindRates().stream()
                .map(limit -> new ByKind<>(
                        limit.kinds(),
                        limited(Optional.of(limit.value()), "events of " + spoken(limit.kinds()), this::publisher)))
                .toList();
        return (event, caller) -> ByKind.first(policies, event.kind())
                .map(policy -> policy.value().judge(event, caller))
                .orElse(Verdict.ACCEPT);
    }

    private static String spoken(KindRange kinds) {
        return (kinds.first() == kinds.last() ? "kind " : "kinds ") + kinds;
    }

    private Object publisher(Event event, Caller caller) {
        return config.oneTimeKinds().contains(event.kind()) ? Subnet.of(caller.address()) : event.pubkey();
    }

    /** Keys that one author mentions in what people read. */
    EventPolicy ofMentions() {
        if (config.mentionRate().isEmpty()) {
            return NONE;
        }
        Rate rate = config.mentionRate().get();
        Buckets<Object> buckets = new Buckets<>(rate, config.maxTracked(), ticks);
        return (event, caller) -> {
            int mentioned = config.textKinds().contains(event.kind()) ? People.mentioned(event) : 0;
            return mentioned == 0 || buckets.take(event.pubkey(), mentioned)
                    ? Verdict.ACCEPT
                    : tooMany(rate.atMost("mentions by one key"));
        };
    }

    static Verdict tooMany(String text) {
        return new Verdict.Reject(Reason.rateLimited(text));
    }
}
