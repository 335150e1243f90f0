package dev.souk.bench;

import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What people write in a corpus: drafts in a fixed mix, that answer, like, repost, pay for and delete what was written
 * before. Knows the last few thousand events; a few of them get most of the attention. Owned by one thread.
 */
final class Drafts {
    private static final int RECENT = 5_000;
    private static final int JOB_TYPES = 40;

    /** What drafts may point at. */
    record Made(String id, int person, int kind, String root) {}

    private final Random random;
    private final Crowd crowd;
    private final Prose prose;
    private final Zipf hashtag;
    private final List<Made> recent = new ArrayList<>();
    private final List<Made> requests = new ArrayList<>();
    private final Map<Integer, Made> lastNote = new HashMap<>();

    Drafts(Random random, Crowd crowd) {
        this.random = random;
        this.crowd = crowd;
        this.prose = new Prose(random);
        this.hashtag = new Zipf(2_000, 1.0, random);
    }

    /** What {@code person} writes next, in the proportions of {@link Share}. */
    Draft next(int person, long at) {
        if (recent.isEmpty()) {
            return note(at);
        }
        return switch (Share.of(random.nextInt(Share.WHOLE))) {
            case NOTE -> note(at);
            case REACTION -> reaction(at);
            case PROFILE -> profile(at);
            case FOLLOWS -> new Draft(at, 3, follows(100 + random.nextInt(401)), "");
            case REPOST -> repost(at);
            case ZAP -> zap(person, at);
            case WRAP -> new Draft(at, 1_059, List.of(someone()), prose.noise(600 + random.nextInt(800)));
            case RELAY_LIST -> relayList(at);
            case APP_DATA -> new Draft(at, 30_078, List.of(Tag.of("d", "app" + random.nextInt(3))), prose.noise(200));
            case ARTICLE -> article(at);
            case DELETION -> deletion(person, at);
            case JOB_REQUEST -> jobRequest(at);
            case JOB_ANSWER -> answer(at, 68_002, prose.text(200));
            case LEGACY_REQUEST -> legacyRequest(at);
            case LEGACY_RESULT -> answer(at, 6_100, prose.text(200));
            case LEGACY_FEEDBACK -> answer(at, 7_000, "");
        };
    }

    /** Makes an event known to later drafts. */
    void remember(String id, int person, Draft draft) {
        String root = draft.kind() == 1
                ? draft.tags().stream()
                        .filter(tag -> tag.elements().size() > 3
                                && tag.elements().get(3).equals("root"))
                        .findFirst()
                        .flatMap(Tag::value)
                        .orElse(id)
                : id;
        Made made = new Made(id, person, draft.kind(), root);
        keep(recent, made);
        if (draft.kind() == 1) {
            lastNote.put(person, made);
        }
        if (draft.kind() == 68_001 || draft.kind() == 5_100) {
            keep(requests, made);
        }
    }

    private void keep(List<Made> list, Made made) {
        if (list.size() < RECENT) {
            list.add(made);
        } else {
            list.set(random.nextInt(RECENT), made);
        }
    }

    private Draft note(long at) {
        List<Tag> tags = new ArrayList<>();
        if (!recent.isEmpty() && random.nextInt(2) == 0) {
            Made parent = any();
            if (!parent.root().equals(parent.id())) {
                tags.add(Tag.of("e", parent.root(), "", "root"));
                tags.add(Tag.of("e", parent.id(), "", "reply"));
            } else {
                tags.add(Tag.of("e", parent.id(), "", "root"));
            }
            tags.add(Tag.of("p", crowd.pubkey(parent.person())));
        }
        for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
            tags.add(Tag.of("t", "tag" + hashtag.next()));
        }
        return new Draft(at, 1, tags, prose.text(150));
    }

    private Draft reaction(long at) {
        Made target = any();
        List<Tag> tags = List.of(
                Tag.of("e", target.id()),
                Tag.of("p", crowd.pubkey(target.person())),
                Tag.of("k", Integer.toString(target.kind())));
        return new Draft(at, 7, tags, random.nextInt(4) == 0 ? "🤙" : "+");
    }

    private Draft profile(long at) {
        String content = "{\"name\":\"" + prose.noise(8) + "\",\"about\":\""
                + prose.text(80).replaceAll("[\"\\\\\n]", "") + "\",\"picture\":\"https://media.example/"
                + prose.noise(24) + ".png\"}";
        return new Draft(at, 0, List.of(), content);
    }

    private List<Tag> follows(int count) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add(someone());
        }
        return tags;
    }

    private Draft zap(int person, long at) {
        Made target = any();
        Tag p = Tag.of("p", crowd.pubkey(target.person()));
        Tag e = Tag.of("e", target.id());
        String amount = Integer.toString(1_000 * (1 + random.nextInt(1_000)));
        List<Tag> asked = List.of(p, e, Tag.of("amount", amount), Tag.of("relays", "wss://relay.example"));
        String request = crowd.signedJson(person, new Draft(at, 9_734, asked, ""));
        List<Tag> tags = List.of(
                p,
                e,
                Tag.of("P", crowd.pubkey(person)),
                Tag.of("bolt11", "lnbc" + amount + "n1" + prose.noise(260)),
                Tag.of("description", request));
        return new Draft(at, 9_735, tags, "");
    }

    private Draft relayList(long at) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            tags.add(Tag.of("r", "wss://relay" + random.nextInt(50) + ".example"));
        }
        return new Draft(at, 10_002, tags, "");
    }

    private Draft article(long at) {
        List<Tag> tags = List.of(
                Tag.of("d", "article" + random.nextInt(20)),
                Tag.of("title", prose.text(40)),
                Tag.of("published_at", Long.toString(at)),
                Tag.of("t", "tag" + hashtag.next()));
        return new Draft(at, 30_023, tags, prose.text(1_500));
    }

    /** Takes back the person's last note; who has none writes one. */
    private Draft deletion(int person, long at) {
        return Optional.ofNullable(lastNote.remove(person))
                .map(made -> new Draft(at, 5, List.of(Tag.of("e", made.id()), Tag.of("k", "1")), ""))
                .orElseGet(() -> note(at));
    }

    private Draft jobRequest(long at) {
        List<Tag> tags = List.of(
                Tag.of("j", "text-" + hashtag.next() % JOB_TYPES),
                Tag.of("i", prose.text(60), "text"),
                Tag.of("bid", Integer.toString(1_000 * (1 + random.nextInt(50)))),
                Tag.of("t", "jobs"));
        return new Draft(at, 68_001, tags, prose.text(80));
    }

    private Draft legacyRequest(long at) {
        List<Tag> tags =
                List.of(Tag.of("i", prose.text(60), "text"), Tag.of("output", "text/plain"), Tag.of("bid", "5000"));
        return new Draft(at, 5_100, tags, "");
    }

    private Draft answer(long at, int kind, String content) {
        Made request = requests.isEmpty() ? any() : requests.get(random.nextInt(requests.size()));
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("e", request.id()));
        tags.add(Tag.of("p", crowd.pubkey(request.person())));
        if (kind != 6_100) {
            tags.add(Tag.of("status", kind == 7_000 ? "processing" : "success"));
        }
        return new Draft(at, kind, tags, content);
    }

    private Draft repost(long at) {
        Made target = any();
        List<Tag> tags = List.of(Tag.of("e", target.id()), Tag.of("p", crowd.pubkey(target.person())));
        return new Draft(at, 6, tags, "");
    }

    private Tag someone() {
        return Tag.of("p", crowd.pubkey(crowd.draw()));
    }

    /** One of the recent events, and the same few much more often than the rest. */
    private Made any() {
        double draw = random.nextDouble();
        return recent.get((int) (draw * draw * draw * recent.size()));
    }
}
