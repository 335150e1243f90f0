package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.LimitsConfig;

/** Refuses events with too many tags or too long a content (NIP-11, max_event_tags and max_content_length). */
public final class SizeLimits implements EventPolicy {
    private final int maxTags;
    private final int maxCharacters;

    public SizeLimits(LimitsConfig limits) {
        this.maxTags = limits.maxEventTags();
        this.maxCharacters = limits.maxContentCharacters();
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
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
