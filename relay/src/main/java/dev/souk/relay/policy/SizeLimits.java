package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.LimitsConfig;
import java.util.function.Supplier;

/** Refuses events with too many tags or too long a content (NIP-11, max_event_tags and max_content_length). */
public final class SizeLimits implements EventPolicy {
    private final Supplier<LimitsConfig> limits;

    public SizeLimits(Supplier<LimitsConfig> limits) {
        this.limits = limits;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        int maxTags = limits.get().maxEventTags();
        int maxCharacters = limits.get().maxContentCharacters();
        if (event.tags().size() > maxTags) {
            return reject("the event has " + event.tags().size() + " tags, at most " + maxTags + " are accepted");
        }
        String content = event.content();
        if (content.length() > maxCharacters && content.codePointCount(0, content.length()) > maxCharacters) {
            return reject("the content is longer than " + maxCharacters + " characters");
        }
        return Verdict.ACCEPT;
    }

    private static Verdict reject(String text) {
        return new Verdict.Reject(Reason.invalid(text));
    }
}
