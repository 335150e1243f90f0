package dev.souk.marketplace.status;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One of the relay's own events before it has a time and a signature.
 *
 * @param kind addressable or replaceable, so that the next version takes the place of this one; or a deletion
 * @param tags within the bounds of {@link OwnTags}
 * @param content empty, but for the relay's profile
 */
public record OwnEvent(int kind, List<Tag> tags, String content) {
    /**
     * The version of the rules by which facts are read and bounded, jobs folded and numbers made: the tag {@code v}. It rises
     * with a release in which the same stored events can lead to another status, amount or number than in the one before,
     * so that whoever compares two relays knows that they may differ; not with another form of tables or tags. What each
     * version changed stands in docs/JOBS.md.
     */
    public static final int RULES_VERSION = 2;

    private static final int DELETION = 5;

    /** What moves by itself although nothing has happened: the status before, and the two ends of a window. */
    private static final Set<String> NOT_STATE = Set.of("o", "period");

    private static final Bytes32 NOBODY = new Bytes32(0, 0, 0, 0);

    public OwnEvent {
        tags = List.copyOf(tags);
    }

    static OwnEvent of(int kind, OwnTags tags) {
        return new OwnEvent(kind, tags.all(), "");
    }

    /** Takes back all versions of what {@code self} shows at an address (NIP-09). */
    public static OwnEvent withdrawal(Bytes32 self, int kind, String d) {
        String address = new Address(kind, self, d).toString();
        return new OwnEvent(DELETION, List.of(Tag.of("a", address), Tag.of("k", Integer.toString(kind))), "");
    }

    /** The {@code d} tag; empty when there is none. */
    public String d() {
        return tags.stream()
                .filter(tag -> tag.name().equals("d"))
                .findFirst()
                .flatMap(Tag::value)
                .orElse("");
    }

    /**
     * Equal for equal states, whatever the clock says and whatever the status was before: an event is published only
     * when this changes. It is eight bytes of a SHA-256, so that nobody can make one state hide the next.
     */
    public long stateHash() {
        List<Tag> state =
                tags.stream().filter(tag -> !NOT_STATE.contains(tag.name())).toList();
        return Event.computeId(NOBODY, 0, kind, state, content).a();
    }

    /**
     * The draft to sign at {@code nowSeconds}. It is newer than the version before by at least a second, or relays would
     * keep the older one.
     */
    public Draft at(long nowSeconds, OptionalLong previousCreatedAt) {
        long next = previousCreatedAt.isPresent() ? previousCreatedAt.getAsLong() + 1 : 0;
        return new Draft(Math.max(nowSeconds, next), kind, tags, content);
    }
}
