package dev.souk.marketplace;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import dev.souk.protocol.Tag;
import java.util.ArrayList;
import java.util.List;

/** Events for floods: nobody has signed them, as the ledger leaves that to the relay, so a hundred thousand cost little. */
final class BareEvents {
    /** When all of them were made. */
    static final long NOW = 1_700_000_000;

    private BareEvents() {}

    /** A made-up key or id. */
    static Bytes32 number(long number) {
        return new Bytes32(number + 1, 0, 0, number + 1);
    }

    static Event event(Bytes32 author, int kind, Tag... tags) {
        return event(author, kind, List.of(tags));
    }

    static Event event(Bytes32 author, int kind, List<Tag> tags) {
        return event(Event.computeId(author, NOW, kind, tags, ""), author, kind, tags);
    }

    /** An event whose id is not its hash. */
    static Event event(Bytes32 id, Bytes32 author, int kind, List<Tag> tags) {
        return new Event(id, author, NOW, kind, tags, "", new Signature(id, id));
    }

    /** A request of customer 1. */
    static Event request(String type, Tag... more) {
        List<Tag> tags = new ArrayList<>(List.of(Tag.of("j", type)));
        tags.addAll(List.of(more));
        return event(number(1), 68_001, tags);
    }

    static Event result(Bytes32 provider, Event request, Tag... more) {
        List<Tag> tags = new ArrayList<>(List.of(
                Tag.of("e", request.id().hex()), Tag.of("p", request.pubkey().hex())));
        tags.addAll(List.of(more));
        return event(provider, 68_002, tags);
    }

    /** Customer 1 likes it. */
    static Event like(Event target) {
        return event(
                number(1),
                7,
                Tag.of("e", target.id().hex()),
                Tag.of("p", target.pubkey().hex()));
    }

    /** What a request says that needs another job's result. */
    static List<Tag> waitsFor(Bytes32 job) {
        return List.of(Tag.of("j", "circle"), Tag.of("input", job.hex(), "job"));
    }
}
