package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A seeded corpus of really signed events, in the mix of a public relay: notes and replies, likes, profiles, follow
 * lists, zaps, wraps, articles, deletions, and jobs. Authors, targets and hashtags follow Zipf's law; time runs through
 * one year. The same seed and size give the same ids; signatures are made with fresh randomness.
 */
final class Corpus {
    static final long START = 1_720_000_000;
    private static final int YEAR = 31_536_000;
    private static final int RECENT = 5_000;
    private static final String[] WORDS = {
        "relay",
        "nostr",
        "zap",
        "note",
        "bitcoin",
        "coffee",
        "über",
        "日本語",
        "🚀",
        "good",
        "morning",
        "the",
        "and",
        "of",
        "a",
        "job",
        "provider",
        "market",
        "signal",
        "event",
        "привет",
        "\"quoted\"",
        "back\\slash",
        "line\nbreak"
    };

    private final Random random;
    private final int size;
    private final List<SecretKey> people;
    private final Zipf author;
    private final Zipf hashtag;
    private final List<Made> recent = new ArrayList<>();

    private record Made(String id, int person, int kind) {}

    Corpus(long seed, int size) {
        this.random = new Random(seed);
        this.size = size;
        int count = Math.max(50, size / 10);
        this.people = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> SecretKey.of(ByteBuffer.allocate(32)
                        .putLong(0, seed + 1)
                        .putInt(28, i + 1)
                        .array()))
                .toList();
        this.author = new Zipf(count, 0.9, random);
        this.hashtag = new Zipf(2_000, 1.0, random);
    }

    /** The person of this number; low numbers write the most. */
    SecretKey person(int number) {
        return people.get(number);
    }

    /** The next events, signed on all cores. */
    List<Event> next(int from, int count) {
        List<Integer> authors = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int person = author.next();
            long createdAt = START + (long) ((double) (from + i) / size * YEAR);
            Draft draft = draft(person, createdAt);
            authors.add(person);
            drafts.add(draft);
            remember(person, draft);
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> people.get(authors.get(i)).sign(drafts.get(i)))
                .toList();
    }

    private void remember(int person, Draft draft) {
        String id = Event.computeId(
                        people.get(person).publicKey(), draft.createdAt(), draft.kind(), draft.tags(), draft.content())
                .hex();
        Made made = new Made(id, person, draft.kind());
        if (recent.size() < RECENT) {
            recent.add(made);
        } else {
            recent.set(random.nextInt(RECENT), made);
        }
    }

    private Draft draft(int person, long at) {
        int dice = random.nextInt(1_000);
        if (dice < 420) {
            return note(at);
        }
        if (dice < 700) {
            return reaction(at);
        }
        return dice < 860 ? social(dice, at) : market(dice, person, at);
    }

    private Draft note(long at) {
        List<Tag> tags = new ArrayList<>();
        if (random.nextInt(2) == 0 && !recent.isEmpty()) {
            Made parent = any();
            tags.add(Tag.of("e", parent.id(), "", "reply"));
            tags.add(Tag.of("p", pubkey(parent.person())));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            tags.add(Tag.of("t", "tag" + hashtag.next()));
        }
        return new Draft(at, 1, tags, text(150));
    }

    private Draft reaction(long at) {
        if (recent.isEmpty()) {
            return note(at);
        }
        Made target = any();
        List<Tag> tags = List.of(
                Tag.of("e", target.id()), Tag.of("p", pubkey(target.person())), Tag.of("k", "" + target.kind()));
        return new Draft(at, 7, tags, "+");
    }

    private Draft social(int dice, long at) {
        if (dice < 740) {
            return new Draft(
                    at,
                    0,
                    List.of(),
                    "{\"name\":\"" + random.nextInt(100_000) + "\",\"about\":\"" + "about ".repeat(10) + "\"}");
        }
        if (dice < 745) {
            return new Draft(at, 3, people(100 + random.nextInt(400)), "");
        }
        if (dice < 790) {
            return new Draft(at, 6, List.of(Tag.of("e", anyId()), Tag.of("p", pubkey(author.next()))), "");
        }
        if (dice < 820) {
            List<Tag> zap = List.of(
                    Tag.of("p", pubkey(author.next())),
                    Tag.of("e", anyId()),
                    Tag.of("bolt11", "lnbc" + "x".repeat(250)),
                    Tag.of("description", "{\"kind\":9734," + "y".repeat(400) + "}"));
            return new Draft(at, 9735, zap, "");
        }
        if (dice < 840) {
            return new Draft(
                    at, 1059, List.of(Tag.of("p", pubkey(author.next()))), "A".repeat(800 + random.nextInt(800)));
        }
        return new Draft(at, 10_002, List.of(Tag.of("r", "wss://relay" + random.nextInt(50) + ".example")), "");
    }

    private List<Tag> people(int count) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add(Tag.of("p", pubkey(author.next())));
        }
        return tags;
    }

    private Draft market(int dice, int person, long at) {
        String job = "text-" + hashtag.next() % 40;
        if (dice < 900) {
            return new Draft(at, 30_078, List.of(Tag.of("d", "app" + random.nextInt(3))), text(200));
        }
        if (dice < 915) {
            return new Draft(at, 30_023, List.of(Tag.of("d", "article" + random.nextInt(20))), text(1_500));
        }
        if (dice < 925) {
            return new Draft(at, 5, List.of(Tag.of("e", ownOr(person))), "");
        }
        if (dice < 955) {
            return new Draft(
                    at, 68_001, List.of(Tag.of("j", job), Tag.of("input", text(60), "text"), Tag.of("bid", "100")), "");
        }
        if (dice < 975) {
            return new Draft(
                    at,
                    68_002,
                    List.of(Tag.of("e", anyId()), Tag.of("p", pubkey(author.next())), Tag.of("status", "success")),
                    text(200));
        }
        if (dice < 985) {
            return new Draft(at, 5_100, List.of(Tag.of("i", text(60), "text"), Tag.of("bid", "5000")), "");
        }
        return dice < 993
                ? new Draft(at, 6_100, List.of(Tag.of("e", anyId()), Tag.of("p", pubkey(author.next()))), text(200))
                : new Draft(
                        at,
                        7_000,
                        List.of(
                                Tag.of("e", anyId()),
                                Tag.of("p", pubkey(author.next())),
                                Tag.of("status", "processing")),
                        "");
    }

    private Made any() {
        return recent.get(random.nextInt(recent.size()));
    }

    private String anyId() {
        return recent.isEmpty() ? "0".repeat(64) : any().id();
    }

    private String ownOr(int person) {
        return recent.stream()
                .filter(made -> made.person() == person)
                .findFirst()
                .map(Made::id)
                .orElseGet(this::anyId);
    }

    private String pubkey(int person) {
        return people.get(person).publicKey().hex();
    }

    /** Words of about this many characters together; lengths are log-normal. */
    private String text(int average) {
        int length = (int) Math.min(8_000, average * Math.exp(random.nextGaussian() * 0.7 - 0.245));
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }
}
