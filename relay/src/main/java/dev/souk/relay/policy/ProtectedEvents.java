package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.Tag;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * An event that its author marked with the tag {@code ["-"]} is taken from nobody but its author, who has to prove it,
 * and a repost that holds such an event is taken from nobody (NIP-70).
 */
public final class ProtectedEvents implements EventPolicy {
    private static final int REPOST = 6;
    private static final int GENERIC_REPOST = 16;

    private final BooleanSupplier accepted;

    /** @param accepted whether authors may publish them here at all */
    public ProtectedEvents(BooleanSupplier accepted) {
        this.accepted = accepted;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        boolean areAccepted = accepted.getAsBoolean();
        if (isProtected(event) && !caller.isInside() && !(areAccepted && caller.is(event.pubkey()))) {
            return new Verdict.Reject(refusal(areAccepted, caller));
        }
        if (isRepost(event) && holdsProtected(event.content())) {
            return new Verdict.Reject(Reason.blocked("the event in this repost is protected by its author"));
        }
        return Verdict.ACCEPT;
    }

    private static Reason refusal(boolean areAccepted, Caller caller) {
        if (!areAccepted) {
            return Reason.blocked("this relay takes no protected events");
        }
        String text = "this event may only be published by its author";
        return caller.isKnown() ? Reason.restricted(text) : Reason.authRequired(text);
    }

    private static boolean isProtected(Event event) {
        for (Tag tag : event.tags()) {
            if (tag.name().equals("-")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRepost(Event event) {
        return event.kind() == REPOST || event.kind() == GENERIC_REPOST;
    }

    /** Parsed, as a search for the tag's text would miss it in other spellings of the same JSON. */
    private static boolean holdsProtected(String content) {
        if (content.indexOf('{') < 0) {
            return false;
        }
        try {
            return isProtected(EventReader.read(content.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
            return false;
        }
    }
}
