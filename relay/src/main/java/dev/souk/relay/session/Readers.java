package dev.souk.relay.session;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.AuthConfig.Mode;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.Sight;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Who may ask for what, and what of it he may see. Thread-safe. */
public final class Readers {
    private final Supplier<Mode> mode;
    private final PrivateKinds privateKinds;
    private final List<RequestPolicy> policies;

    /** @param policies of extensions */
    public Readers(Supplier<Mode> mode, PrivateKinds privateKinds, List<RequestPolicy> policies) {
        this.mode = mode;
        this.privateKinds = privateKinds;
        this.policies = List.copyOf(policies);
    }

    /** Why {@code caller} may not ask this. */
    Optional<Reason> refusal(List<Filter> filters, Caller caller) {
        return proofNeeded(filters, caller).or(() -> veto(filters, caller));
    }

    /** What a client that has proved nothing must prove first. */
    private Optional<Reason> proofNeeded(List<Filter> filters, Caller caller) {
        if (caller.isKnown()) {
            return Optional.empty();
        }
        if (mode.get().isForReading()) {
            return Optional.of(Reason.authRequired("this relay answers authenticated clients only"));
        }
        if (!filters.stream().allMatch(privateKinds::coverAll)) {
            return Optional.empty();
        }
        String why = "events of these kinds are shown only to those they concern";
        // Who was given no challenge must not be asked for a proof.
        return Optional.of(mode.get() == Mode.OFF ? Reason.restricted(why) : Reason.authRequired(why));
    }

    private Optional<Reason> veto(List<Filter> filters, Caller caller) {
        for (RequestPolicy policy : policies) {
            if (policy.judge(filters, caller) instanceof Verdict.Reject(Reason reason)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /** The same, for whoever can do without looking at every event. */
    Sight sight(List<Filter> filters, Caller.Client caller) {
        return new Sight(visible(filters, caller), privateKinds, caller.isKnown());
    }

    /** What {@code caller} may see of what these filters find: nothing more from the moment on when a policy objects. */
    Predicate<EventHeader> visible(List<Filter> filters, Caller.Client caller) {
        Predicate<EventHeader> concerns = privateKinds.visibleTo(caller.pubkeys());
        return policies.isEmpty()
                ? concerns
                : event -> concerns.test(event) && veto(filters, caller).isEmpty();
    }

    /** True for an event that a client who has proved nothing could ask for by its id, and would be shown. */
    public boolean isPublic(EventHeader event) {
        Caller.Client anybody = new Caller.Client("", Set.of());
        List<Filter> byId = List.of(Filter.builder().ids(event.id()).build());
        return refusal(byId, anybody).isEmpty() && visible(byId, anybody).test(event);
    }
}
