package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.List;

/** What providers tell of themselves (NIP-89), the newest version of each handler. Lives in a {@link WriteSet}. */
final class Announcements {
    /** More handlers of one provider are not kept. */
    static final int MAX_HANDLERS = 32;

    private final WriteSet set;

    Announcements(WriteSet set) {
        this.set = set;
    }

    /** False when the provider has too many. */
    boolean add(Reading.Announced announced) {
        Bytes32 provider = announced.source().author();
        byte[] key = Keys.announcement(provider, announced.handler());
        boolean isNewer = set.get(key)
                .map(Announcements::decode)
                .filter(known -> Source.ORDER.compare(known.source(), announced.source()) >= 0)
                .isEmpty();
        if (!isNewer) {
            return true;
        }
        boolean isFull = !set.has(key)
                && set.scan(Keys.of(Keys.ANNOUNCEMENT, provider), MAX_HANDLERS).size() >= MAX_HANDLERS;
        if (!isFull) {
            set.put(key, encode(announced));
            new Roster(set).refresh(provider);
        }
        return !isFull;
    }

    /** The provider took one back, or it was removed. */
    void remove(Bytes32 provider, Bytes32 event) {
        set.scan(Keys.of(Keys.ANNOUNCEMENT, provider), MAX_HANDLERS).stream()
                .filter(entry -> decode(entry.value()).source().id().equals(event))
                .forEach(entry -> remove(provider, entry.key()));
    }

    /** Forgets what the provider announced up to then. */
    void vanished(Bytes32 provider, long upTo) {
        set.scan(Keys.of(Keys.ANNOUNCEMENT, provider), MAX_HANDLERS).stream()
                .filter(entry -> decode(entry.value()).source().createdAt() <= upTo)
                .forEach(entry -> remove(provider, entry.key()));
    }

    private void remove(Bytes32 provider, byte[] key) {
        set.delete(key);
        new Roster(set).refresh(provider);
    }

    private static byte[] encode(Reading.Announced announced) {
        FieldWriter out = new FieldWriter();
        RequestCodec.source(out, announced.source());
        out.text(announced.handler());
        out.texts(announced.kinds().stream().map(String::valueOf).toList());
        out.texts(announced.types());
        out.optional(announced.name(), out::text);
        out.optional(announced.about(), out::text);
        out.optional(announced.picture(), out::text);
        return out.toBytes();
    }

    static Reading.Announced decode(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Source source = RequestCodec.source(in);
        String handler = in.text();
        List<Integer> kinds = in.texts().stream().map(Integer::valueOf).toList();
        return new Reading.Announced(
                source,
                handler,
                kinds,
                in.texts(),
                in.optional(in::text),
                in.optional(in::text),
                in.optional(in::text));
    }
}
