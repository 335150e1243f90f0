package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good events, spoilt at random: something is read, or nothing, and nobody is hurt. {@code -Dseed} repeats a run. */
class MarketReaderMutationTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 10_000);
    private static final int MOST_CHANGES = 4;

    private static final List<String> NAMES = List.of(
            "e",
            "p",
            "k",
            "j",
            "d",
            "t",
            "i",
            "input",
            "bid",
            "amount",
            "payment",
            "exp",
            "expiration",
            "status",
            "request",
            "encrypted",
            "rating",
            "output",
            "param");

    private static final List<Integer> KINDS = List.of(
            0, 5, 7, 1986, 5000, 5300, 6000, 6300, 7000, 9321, 9735, 11998, 30333, 31117, 31990, 36000, 65000, 65001,
            65002, 66000, 68000, 68001, 68002, 68003, 68005);

    private final String request = new String(
            TestEvents.ofKind(68001).tag("j", "x").tag("bid", "1").build().json(), StandardCharsets.UTF_8);

    private final List<String> values = List.of(
            "",
            "0",
            "-1",
            "1.5",
            "1e9",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "job",
            "success",
            "payment_required",
            "pong",
            "5",
            "68001",
            "lnbc5",
            "lnbc",
            "\0",
            "\uD800",
            "\uDC00x",
            "\u0661",
            "\uD83E\uDD8A".repeat(40),
            "x".repeat(70_000),
            "{".repeat(1_000),
            "[".repeat(70_000),
            hex(1),
            hex(2),
            hex(1).toUpperCase(java.util.Locale.ROOT),
            request,
            request + " ",
            request.replace("\"j\"", "\"k\""));

    private final List<Event> events = List.of(
            TestEvents.ofKind(68001)
                    .tag("j", "x", "m")
                    .tag("input", hex(1), "job")
                    .tag("bid", "5", "9")
                    .unsigned(),
            TestEvents.ofKind(68001)
                    .tag("e", hex(1), "", "job")
                    .tag("amount", "5", "lnbc5")
                    .unsigned(),
            TestEvents.ofKind(68002)
                    .tag("request", request)
                    .tag("e", hex(1))
                    .tag("payment", "1")
                    .unsigned(),
            TestEvents.ofKind(7000)
                    .tag("e", hex(1))
                    .tag("p", hex(2))
                    .tag("status", "error", "why")
                    .unsigned(),
            TestEvents.ofKind(5).tag("e", hex(1)).tag("k", "68001").unsigned(),
            TestEvents.ofKind(7).content("+").tag("e", hex(1)).tag("p", hex(2)).unsigned(),
            TestEvents.ofKind(31117).tag("e", hex(1)).tag("rating", "4").unsigned(),
            TestEvents.ofKind(31990)
                    .content("{\"name\":\"a\",\"about\":[{}]}")
                    .tag("k", "5300")
                    .unsigned(),
            TestEvents.ofKind(0)
                    .content("{\"lud16\":\"a@b\",\"x\":{\"y\":[1,2]}}")
                    .unsigned(),
            TestEvents.ofKind(9735).tag("e", hex(1)).tag("p", hex(2)).unsigned());

    @Test
    void readsWhateverAnEventWasTurnedInto() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        ReadingDesk desk = ReadingDesk.open();
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Event event = spoil(random, events.get(random.nextInt(events.size())));
            try {
                read += desk.read(event).size();
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                String what = event.kind() + " " + event.tags() + " " + event.content();
                throw new AssertionError("repeat with -Dseed=" + seed + ": round " + round + ", " + what, e);
            }
        }
        assertTrue(read > ROUNDS / 10 && read < ROUNDS, "seed " + seed + " read " + read + " of " + ROUNDS);
    }

    private Event spoil(Random random, Event event) {
        int kind = event.kind();
        String content = event.content();
        List<List<String>> tags = new ArrayList<>();
        event.tags().forEach(tag -> tags.add(new ArrayList<>(tag.elements())));
        for (int i = random.nextInt(MOST_CHANGES) + 1; i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> kind = KINDS.get(random.nextInt(KINDS.size()));
                case 1 -> content = flip(random, content + value(random));
                case 2 -> content = content.substring(random.nextInt(content.length() + 1));
                case 3 -> tags.add(new ArrayList<>(List.of(NAMES.get(random.nextInt(NAMES.size())), value(random))));
                default -> spoilTag(random, tags);
            }
        }
        return new Event(
                event.id(),
                event.pubkey(),
                random.nextInt(4) == 0 ? random.nextLong(Event.MAX_TIME) : event.createdAt(),
                kind,
                tags.stream().map(Tag::new).toList(),
                content,
                event.sig());
    }

    private void spoilTag(Random random, List<List<String>> tags) {
        if (tags.isEmpty()) {
            return;
        }
        List<String> tag = tags.get(random.nextInt(tags.size()));
        int at = random.nextInt(tag.size());
        switch (random.nextInt(5)) {
            case 0 -> tag.set(at, value(random));
            case 1 -> tag.set(at, flip(random, tag.get(at)));
            case 2 -> tag.add(value(random));
            case 3 -> tag.subList(Math.max(1, at), tag.size()).clear();
            default -> tags.add(tag);
        }
    }

    private String value(Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static String flip(Random random, String text) {
        if (text.isEmpty()) {
            return text;
        }
        StringBuilder flipped = new StringBuilder(text);
        int at = random.nextInt(text.length());
        flipped.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
        return flipped.toString();
    }
}
