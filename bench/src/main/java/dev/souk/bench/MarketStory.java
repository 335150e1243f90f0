package dev.souk.bench;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What becomes of one job after another: asked for, worked on by one provider mostly, delivered, sometimes liked and
 * paid. Everything happens within {@link #MAX_SECONDS} of the request. Owned by one thread.
 */
final class MarketStory {
    /** From the request to the last event of its job, at most. */
    static final int MAX_SECONDS = 3_000;

    private static final int[] KINDS = {5_000, 5_001, 5_002, 5_050, 5_100, 5_200, 5_202, 5_250, 5_300, 5_301};
    private static final int TYPES = 5 * KINDS.length;

    /** An event that is still to be signed. */
    record Unsigned(int person, Bytes32 id, Draft draft) {}

    private final Random random;
    private final Crowd crowd;
    private final Prose prose;
    private final int providers;
    private final Zipf provider;
    private final Zipf customer;
    private final Zipf type;

    /** @param providers how many of the crowd, the first ones, do work; the others ask for it */
    MarketStory(Random random, Crowd crowd, int providers, int customers) {
        this.random = random;
        this.crowd = crowd;
        this.prose = new Prose(random);
        this.providers = providers;
        this.provider = new Zipf(providers, 0.9, random);
        this.customer = new Zipf(customers, 0.9, random);
        this.type = new Zipf(TYPES, 0.9, random);
    }

    /** The types of work, those most asked for first, as the HTTP API takes them: every fifth is a kind. */
    static List<String> types() {
        return IntStream.range(0, TYPES)
                .mapToObj(type -> isNamed(type) ? "j:" + name(type) : "k:" + KINDS[type / 5])
                .toList();
    }

    private static boolean isNamed(int type) {
        return type % 5 != 4;
    }

    static String name(int type) {
        return "work-" + type;
    }

    /** Tells the story of the next job, beginning with its request; one job's events need not come in order. */
    void tell(long at, Consumer<Unsigned> to) {
        int asker = providers + customer.next();
        int what = type.next();
        boolean isNamed = isNamed(what);
        int kind = isNamed ? 68_001 : KINDS[what / 5];
        List<Tag> tags = new ArrayList<>();
        if (isNamed) {
            tags.add(Tag.of("j", name(what)));
        }
        tags.add(Tag.of("i", prose.text(60), "text"));
        tags.add(Tag.of("bid", Integer.toString(1_000 * (1 + random.nextInt(50)))));
        Unsigned request = write(asker, new Draft(at, kind, tags, isNamed ? prose.text(80) : ""), to);
        int draw = random.nextInt(20);
        for (int offers = draw == 0 ? 0 : draw == 1 ? 2 : 1; offers > 0; offers--) {
            offer(request, at + 2 + random.nextInt(60), to);
        }
    }

    private void offer(Unsigned request, long from, Consumer<Unsigned> to) {
        int worker = provider.next();
        long at = from;
        if (random.nextBoolean()) {
            feedback(request, worker, at, "payment-required", to);
            at += 1 + random.nextInt(60);
        }
        feedback(request, worker, at, "processing", to);
        at += 1 + random.nextInt(1_000);
        List<Tag> tags = about(request);
        int kind = request.draft().kind() == 68_001 ? 68_002 : request.draft().kind() + 1_000;
        if (kind == 68_002) {
            tags.add(Tag.of("status", "success"));
        }
        Unsigned result = write(worker, new Draft(at, kind, tags, prose.text(200)), to);
        if (random.nextInt(10) < 3) {
            List<Tag> liked = about(result);
            liked.add(Tag.of("k", Integer.toString(kind)));
            write(request.person(), new Draft(at + 1 + random.nextInt(900), 7, liked, "+"), to);
        }
        if (random.nextInt(10) == 0) {
            zap(request.person(), result, at + 1 + random.nextInt(900), to);
        }
    }

    private void feedback(Unsigned request, int worker, long at, String status, Consumer<Unsigned> to) {
        List<Tag> tags = about(request);
        tags.add(Tag.of("status", status));
        if (status.equals("payment-required")) {
            tags.add(Tag.of("amount", Integer.toString(1_000 * (1 + random.nextInt(50)))));
        }
        write(worker, new Draft(at, request.draft().kind() == 68_001 ? 68_003 : 7_000, tags, ""), to);
    }

    private void zap(int payer, Unsigned result, long at, Consumer<Unsigned> to) {
        long msat = 1_000L * (1 + random.nextInt(50));
        List<Tag> asked = about(result);
        asked.add(Tag.of("amount", Long.toString(msat)));
        asked.add(Tag.of("relays", "wss://relay.example"));
        Draft draft = new Draft(at, 9_734, asked, "");
        String request = crowd.signedJson(payer, draft);
        List<Tag> tags = about(result);
        tags.add(Tag.of("P", crowd.pubkey(payer)));
        tags.add(Tag.of("bolt11", invoice(msat, at, crowd.id(payer, draft).toBytes(), request)));
        tags.add(Tag.of("description", request));
        // Its wallet is a neighbour of the provider.
        write((result.person() + 1) % providers, new Draft(at + 1, 9_735, tags, ""), to);
    }

    /** A BOLT11 invoice with a right checksum; its signature is of zeros, which no reader of receipts looks at. */
    private static String invoice(long msat, long at, byte[] preimage, String request) {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (int shift = 30; shift >= 0; shift -= 5) {
            words.write((int) (at >> shift & 31));
        }
        field(words, 16, new byte[32]);
        field(words, 1, Sha256.digest().digest(Sha256.digest().digest(preimage)));
        field(words, 23, Sha256.digest().digest(request.getBytes(StandardCharsets.UTF_8)));
        words.writeBytes(new byte[104]);
        return Bech32.write("lnbc" + msat + "0p", words.toByteArray());
    }

    private static void field(ByteArrayOutputStream words, int type, byte[] bytes) {
        byte[] value = Bech32.words(bytes);
        words.write(type);
        words.write(value.length >> 5);
        words.write(value.length & 31);
        words.writeBytes(value);
    }

    private List<Tag> about(Unsigned target) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("e", target.id().hex()));
        tags.add(Tag.of("p", crowd.pubkey(target.person())));
        return tags;
    }

    private Unsigned write(int person, Draft draft, Consumer<Unsigned> to) {
        Unsigned event = new Unsigned(person, crowd.id(person, draft), draft);
        to.accept(event);
        return event;
    }
}
