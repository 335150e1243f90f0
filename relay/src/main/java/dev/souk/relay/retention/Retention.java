package dev.souk.relay.retention;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the rules say of an event. As a policy it refuses what would have to go at once, so that nobody brings it again and
 * again. Thread-safe; the settings may change at any time.
 */
public final class Retention implements EventPolicy {
    private final Supplier<RetentionConfig> settings;
    private final Predicate<Bytes32> isMember;
    private final Optional<Bytes32> self;
    private final InstantSource clock;

    /**
     * @param isMember who counts as a member, operators included
     * @param self the relay's own key, whose events stay
     */
    public Retention(
            Supplier<RetentionConfig> settings,
            Predicate<Bytes32> isMember,
            Optional<Bytes32> self,
            InstantSource clock) {
        this.settings = settings;
        this.isMember = isMember;
        this.self = self;
        this.clock = clock;
    }

    /** What is set now. */
    RetentionConfig settings() {
        return settings.get();
    }

    /** The time now, in Unix seconds. */
    long now() {
        return clock.instant().getEpochSecond();
    }

    /** True when the event stays, whatever rules and space say. */
    boolean isExempt(EventHeader event) {
        RetentionConfig config = settings.get();
        return self.equals(Optional.of(event.pubkey()))
                || config.exemptAuthors().contains(event.pubkey())
                || config.exemptKinds().stream().anyMatch(range -> range.contains(event.kind()));
    }

    /** Which rule says that this event has been kept long enough at that time, counted from 0. */
    OptionalInt ruleFor(EventHeader event, long now) {
        List<RetentionRule> rules = settings.get().rules();
        if (rules.isEmpty() || isExempt(event)) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < rules.size(); i++) {
            RetentionRule rule = rules.get(i);
            if (rule.isAbout(event.kind()) && isBy(rule.authors(), event.pubkey())) {
                boolean isOver = event.createdAt() < now - rule.age().toSeconds();
                return isOver ? OptionalInt.of(i) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private boolean isBy(RetentionRule.Authors authors, Bytes32 pubkey) {
        return switch (authors) {
            case ALL -> true;
            case MEMBERS -> isMember.test(pubkey);
            case OTHERS -> !isMember.test(pubkey);
        };
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        OptionalInt rule = ruleFor(event, now());
        if (rule.isEmpty()) {
            return Verdict.ACCEPT;
        }
        String age = settings.get().rules().get(rule.getAsInt()).spokenAge();
        return new Verdict.Reject(Reason.blocked("this relay keeps events like this one for " + age));
    }
}
