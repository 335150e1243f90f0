package dev.souk.protocol;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A signed event (NIP-01, Events and signatures). Immutable. Its fields are well-formed; whether the id is the hash of
 * the rest and whether the signature is the author's is for {@code protocol.crypto} to say.
 */
public final class Event implements EventHeader {
    /** The latest {@code created_at} and expiration that can be kept: 2^40 - 1 seconds, some 34,000 years on. */
    public static final long MAX_TIME = (1L << 40) - 1;

    private static final String CONTENT = ",\"content\":";
    private static final String SIG = ",\"sig\":\"";

    private final Bytes32 id;
    private final Bytes32 pubkey;
    private final long createdAt;
    private final int kind;
    private final List<Tag> tags;
    private final String content;
    private final Signature sig;
    private final long expiration;

    /** Encoded on first use; a race writes equal bytes twice, which is harmless. */
    private @Nullable Encoded encoded;

    /** The JSON, and where in it the values of tags and content begin: the id is the hash of the same bytes. */
    private record Encoded(byte[] json, int tags, int content) {}

    /**
     * @param createdAt Unix time in seconds, from 0 to {@link #MAX_TIME}
     * @param kind from 0 on
     */
    public Event(Bytes32 id, Bytes32 pubkey, long createdAt, int kind, List<Tag> tags, String content, Signature sig) {
        if (createdAt < 0 || createdAt > MAX_TIME) {
            throw new IllegalArgumentException("created_at is out of range: " + createdAt);
        }
        if (kind < 0) {
            throw new IllegalArgumentException("kind is negative: " + kind);
        }
        this.id = id;
        this.pubkey = pubkey;
        this.createdAt = createdAt;
        this.kind = kind;
        this.tags = List.copyOf(tags);
        this.content = content;
        this.sig = sig;
        this.expiration = readExpiration();
    }

    @Override
    public Bytes32 id() {
        return id;
    }

    @Override
    public Bytes32 pubkey() {
        return pubkey;
    }

    @Override
    public long createdAt() {
        return createdAt;
    }

    @Override
    public int kind() {
        return kind;
    }

    /** All tags, in order. */
    public List<Tag> tags() {
        return tags;
    }

    public String content() {
        return content;
    }

    public Signature sig() {
        return sig;
    }

    @Override
    public long expiration() {
        return expiration;
    }

    /** The value of the first tag named {@code name}; a tag without a value counts as the empty string. */
    public Optional<String> firstValue(String name) {
        for (Tag tag : tags) {
            if (tag.name().equals(name)) {
                return Optional.of(tag.value().orElse(""));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean anyTag(char letter, Predicate<String> condition) {
        for (Tag tag : tags) {
            if (tag.isIndexed()
                    && tag.name().charAt(0) == letter
                    && condition.test(tag.value().orElse(""))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forEachIndexedTag(TagVisitor visitor) {
        for (Tag tag : tags) {
            if (tag.isIndexed()) {
                visitor.tag(tag.name().charAt(0), tag.value().orElse(""));
            }
        }
    }

    /** The SHA-256 of the canonical serialisation: what {@link #id()} must be. */
    public Bytes32 computeId() {
        Encoded parts = encoded();
        JsonBytes head = canonicalHead(new JsonBytes(128), pubkey, createdAt, kind);
        MessageDigest sha256 = Sha256.digest();
        head.digestInto(sha256);
        sha256.update(parts.json, parts.tags, parts.content - CONTENT.length() - parts.tags);
        sha256.update((byte) ',');
        sha256.update(parts.json, parts.content, parts.json.length - SIG.length() - 130 - parts.content);
        sha256.update((byte) ']');
        return Bytes32.of(sha256.digest());
    }

    /** The id of an event of these parts (NIP-01). */
    public static Bytes32 computeId(Bytes32 pubkey, long createdAt, int kind, List<Tag> tags, String content) {
        JsonBytes canonical = new JsonBytes(128 + content.length() + 96 * tags.size());
        canonicalHead(canonical, pubkey, createdAt, kind);
        writeTags(canonical, tags);
        canonical.raw(',').string(content).raw(']');
        MessageDigest sha256 = Sha256.digest();
        canonical.digestInto(sha256);
        return Bytes32.of(sha256.digest());
    }

    private static JsonBytes canonicalHead(JsonBytes out, Bytes32 pubkey, long createdAt, int kind) {
        return out.raw("[0,")
                .hex(pubkey)
                .raw(',')
                .number(createdAt)
                .raw(',')
                .number(kind)
                .raw(',');
    }

    /**
     * The event as UTF-8 JSON, encoded once and shared: what is stored and sent. Its strings are escaped as for the id,
     * so that whoever reads it back can recompute the id. Not to be modified.
     */
    public byte[] json() {
        return encoded().json;
    }

    private Encoded encoded() {
        Encoded known = encoded;
        if (known == null) {
            known = encode();
            encoded = known;
        }
        return known;
    }

    private Encoded encode() {
        JsonBytes out = new JsonBytes(384 + content.length() + 96 * tags.size());
        out.raw("{\"id\":").hex(id).raw(",\"pubkey\":").hex(pubkey);
        out.raw(",\"created_at\":")
                .number(createdAt)
                .raw(",\"kind\":")
                .number(kind)
                .raw(",\"tags\":");
        int tagsAt = out.size();
        writeTags(out, tags);
        int contentAt = out.raw(CONTENT).size();
        out.string(content).raw(SIG).hexDigits(sig.r()).hexDigits(sig.s()).raw("\"}");
        return new Encoded(out.toBytes(), tagsAt, contentAt);
    }

    private static void writeTags(JsonBytes out, List<Tag> tags) {
        out.raw('[');
        for (int i = 0; i < tags.size(); i++) {
            List<String> elements = tags.get(i).elements();
            out.raw(i == 0 ? "[" : ",[");
            for (int j = 0; j < elements.size(); j++) {
                if (j > 0) {
                    out.raw(',');
                }
                out.string(elements.get(j));
            }
            out.raw(']');
        }
        out.raw(']');
    }

    /** The first expiration tag that is a number counts; one that is none is no expiration (NIP-40 names no error). */
    private long readExpiration() {
        for (Tag tag : tags) {
            if (tag.elements().size() > 1 && tag.name().equals("expiration")) {
                String value = tag.elements().get(1);
                if (!value.isEmpty() && value.length() <= 12 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    return Math.min(Long.parseLong(value), MAX_TIME);
                }
            }
        }
        return NEVER;
    }

    /** Events are equal when all their fields are; comparing the id alone would trust it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event
                && id.equals(event.id)
                && pubkey.equals(event.pubkey)
                && createdAt == event.createdAt
                && kind == event.kind
                && tags.equals(event.tags)
                && content.equals(event.content)
                && sig.equals(event.sig);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** For logs: no content. */
    @Override
    public String toString() {
        return "Event[id=" + id + ", kind=" + kind + "]";
    }
}
