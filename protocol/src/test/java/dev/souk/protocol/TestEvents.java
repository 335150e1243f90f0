package dev.souk.protocol;

import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.util.ArrayList;
import java.util.List;

/** Builds events for tests: say what matters, the rest has a default. */
public final class TestEvents {
    private SecretKey author = TestKeys.alice();
    private long createdAt = 1_700_000_000;
    private int kind = 1;
    private final List<Tag> tags = new ArrayList<>();
    private String content = "";

    private TestEvents() {}

    /** A kind 1 note. */
    public static TestEvents note(String content) {
        TestEvents event = new TestEvents();
        event.content = content;
        return event;
    }

    /** An event of this kind, without content. */
    public static TestEvents ofKind(int kind) {
        return note("").kind(kind);
    }

    /** A deletion request for these events. */
    public static TestEvents deletionOf(Event... targets) {
        TestEvents request = ofKind(5);
        for (Event target : targets) {
            request.tag("e", target.id().hex());
        }
        return request;
    }

    public TestEvents by(SecretKey key) {
        author = key;
        return this;
    }

    /** Unix time in seconds. */
    public TestEvents at(long seconds) {
        createdAt = seconds;
        return this;
    }

    public TestEvents kind(int number) {
        kind = number;
        return this;
    }

    public TestEvents content(String text) {
        content = text;
        return this;
    }

    public TestEvents tag(String... elements) {
        tags.add(Tag.of(elements));
        return this;
    }

    /** The event, signed by its author. */
    public Event build() {
        return author.sign(new Draft(createdAt, kind, tags, content));
    }

    /** The event with the right id and a signature that is none: for where signatures do not matter. */
    public Event unsigned() {
        Bytes32 id = Event.computeId(author.publicKey(), createdAt, kind, tags, content);
        return new Event(id, author.publicKey(), createdAt, kind, tags, content, new Signature(id, id));
    }
}
