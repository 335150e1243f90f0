package dev.souk.relay.members;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of a closed relay, with its meaning. Thread-safe. */
final class MembersMeters {
    private final LongAdder joined = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder invites = new LongAdder();
    private final LongAdder wrongClaims = new LongAdder();

    LongAdder joined() {
        return joined;
    }

    LongAdder left() {
        return left;
    }

    LongAdder invites() {
        return invites;
    }

    LongAdder wrongClaims() {
        return wrongClaims;
    }

    /** Has all of it shown. */
    void show(MeterRegistry registry, Members members, Invites kept) {
        Gauge.builder("souk.members", members, Members::size)
                .description("Members of the relay")
                .register(registry);
        Gauge.builder("souk.members.invites", kept, Invites::size)
                .description("Invites that are kept, expired ones among them")
                .register(registry);
        counter(registry, "souk.members.joined", "Requests to join that were followed", joined);
        counter(registry, "souk.members.left", "Requests to leave that were followed", left);
        counter(registry, "souk.members.invited", "Invites given", invites);
        counter(registry, "souk.members.wrong.claims", "Requests to join with an unknown code", wrongClaims);
    }

    private static void counter(MeterRegistry registry, String name, String description, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
