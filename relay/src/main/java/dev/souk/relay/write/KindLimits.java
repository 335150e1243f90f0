package dev.souk.relay.write;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.ProofOfWork;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.function.BiFunction;

/** What an event of its kind may have, and must have. Each method is a policy, and looks at nothing but the event. */
final class KindLimits {
    private final WriteConfig config;

    KindLimits(WriteConfig config) {
        this.config = config;
    }

    Verdict pow(Event event, Caller caller) {
        return limited(
                config.minPow(),
                event,
                (some, bits) -> new ProofOfWork(() -> Math.toIntExact(bits)).judge(some, caller));
    }

    Verdict size(Event event, Caller caller) {
        return limited(
                config.maxBytes(),
                event,
                (some, max) -> event.json().length > max
                        ? reject("an event of kind " + event.kind() + " may have " + max + " bytes, not "
                                + event.json().length)
                        : Verdict.ACCEPT);
    }

    Verdict tags(Event event, Caller caller) {
        return limited(
                config.maxTags(),
                event,
                (some, max) -> event.tags().size() > max
                        ? reject("an event of kind " + event.kind() + " may have " + max + " tags, not "
                                + event.tags().size())
                        : Verdict.ACCEPT);
    }

    private static Verdict limited(List<ByKind<Long>> limits, Event event, BiFunction<Event, Long, Verdict> judge) {
        return ByKind.first(limits, event.kind())
                .map(limit -> judge.apply(event, limit.value()))
                .orElse(Verdict.ACCEPT);
    }

    Verdict mentions(Event event, Caller caller) {
        int max = config.maxMentions();
        boolean mayBeTooMany = max > 0 && event.tags().size() > max;
        return mayBeTooMany && config.textKinds().contains(event.kind()) && People.mentioned(event) > max
                ? reject("an event may mention " + max + " keys")
                : Verdict.ACCEPT;
    }

    private static Verdict reject(String text) {
        return new Verdict.Reject(Reason.invalid(text));
    }
}
