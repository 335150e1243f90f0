package dev.souk.marketplace;

import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Makes histories of a market at random, in all dialects: customers ask, invite, chain, judge and cancel; providers quote,
 * work, deliver, fail, repeat, refund and withdraw; strangers interfere, some with forged requests; wallets sign receipts,
 * some of them twice. Most of it is long ago, as in an import; some comes live, if it is told when that is.
 */
final class RandomMarket {
    private static final String[] TYPES = {"translation", "summarization", "speech-to-text"};
    private static final String[] STATUSES = {
        "payment-required", "processing", "partial", "success", "error", "payment_required", "finished", "unheard-of"
    };

    /** A revision of the draft gave feedback by reactions with a status. */
    private static final int REACTION = 7;

    private static final int NIP90_FEEDBACK = 7_000;

    private final Random random;
    private final long start;
    private OptionalLong live = OptionalLong.empty();
    private final List<Event> events = new ArrayList<>();
    private final List<Event> requests = new ArrayList<>();
    private final List<Event> answers = new ArrayList<>();
    private final TestWallet wallet = new TestWallet(TestKeys.key(90));

    RandomMarket(Random random, long start) {
        this.random = random;
        this.start = start;
    }

    /**
     * Some of what happens is as young as {@code now}, at which it is then to be shown: within what counts as live, and
     * some so far ahead that it is not believed.
     */
    RandomMarket livingUntil(long now) {
        live = OptionalLong.of(now);
        return this;
    }

    /** A history with this many jobs, in the order of its making. */
    List<Event> make(int jobs) {
        for (int i = 0; i < jobs; i++) {
            ask();
        }
        for (int i = 0; i < jobs * 6; i++) {
            happen();
        }
        return List.copyOf(events);
    }

    private SecretKey customer() {
        return TestKeys.key(10 + random.nextInt(3));
    }

    private SecretKey provider() {
        return TestKeys.key(20 + random.nextInt(4));
    }

    private long later() {
        if (live.isPresent() && random.nextInt(3) == 0) {
            return live.getAsLong() - 2 * Source.LIVE_SECONDS + random.nextInt(1_800);
        }
        return start + 1_000 + random.nextInt(20_000);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void ask() {
        TestEvents request = switch (random.nextInt(6)) {
            case 0 ->
                TestEvents.ofKind(68_001)
                        .tag("j", any(List.of(TYPES)))
                        .tag("input", "x", "text")
                        .tag("bid", "1000");
            case 1 ->
                TestEvents.ofKind(68_001)
                        .tag("j", any(List.of(TYPES)))
                        .tag("i", "x", "text")
                        .tag("bid", "1000000");
            case 2 -> TestEvents.ofKind(65_002 + random.nextInt(3)).tag("bid", "5000");
            case 3 -> TestEvents.ofKind(5_100 + random.nextInt(3)).tag("i", "x", "text");
            case 4 -> TestEvents.ofKind(68_005).tag("j", any(List.of(TYPES))).tag("bid", "5000");
            default -> TestEvents.ofKind(68_001).tag("j", any(List.of(TYPES)));
        };
        if (random.nextInt(3) == 0) {
            request.tag("p", provider().publicKey().hex());
        }
        if (random.nextInt(3) == 0) {
            request.tag("expiration", Long.toString(start + 500 + random.nextInt(40_000)));
        }
        if (!requests.isEmpty() && random.nextInt(3) == 0) {
            request.tag("i", any(requests).id().hex(), "job");
        }
        Event made = request.by(customer())
                .at(live.isPresent() && random.nextInt(4) == 0 ? later() : start + random.nextInt(900))
                .content("job " + requests.size() + random.nextLong())
                .build();
        requests.add(made);
        events.add(made);
    }

    private void happen() {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> add(feedback(), answers);
            case 3, 4, 5 -> add(result(), answers);
            case 6 -> judge();
            case 7 -> review();
            case 8, 9 -> pay();
            case 10 -> nutzap();
            case 11 -> refund();
            case 12 -> beat();
            default -> takeBack();
        }
    }

    private void add(Event event, List<Event> list) {
        events.add(event);
        list.add(event);
    }

    private Event feedback() {
        Event request = any(requests);
        TestEvents feedback = TestEvents.ofKind(feedbackKind(request.kind()))
                .by(random.nextInt(6) == 0 ? customer() : provider())
                .at(later())
                .tag("status", any(List.of(STATUSES)))
                .tag("e", request.id().hex())
                .tag("p", (random.nextInt(5) == 0 ? provider().publicKey() : request.pubkey()).hex());
        if (random.nextBoolean()) {
            feedback.tag("amount", Integer.toString(1_000 * (1 + random.nextInt(9))));
        }
        return feedback.build();
    }

    private int feedbackKind(int request) {
        return switch (request) {
            case 68_001 -> random.nextInt(4) == 0 ? REACTION : 68_003;
            case 68_005 -> 68_000;
            default -> request >= 65_000 ? 65_000 : NIP90_FEEDBACK;
        };
    }

    private int resultKind(int request) {
        return switch (request) {
            case 68_001 -> 68_002;
            case 68_005 -> 68_001;
            default -> request >= 65_000 ? 65_001 : request + (random.nextInt(3) == 0 ? 31_000 : 1_000);
        };
    }

    private Event result() {
        Event request = any(requests);
        TestEvents result = TestEvents.ofKind(resultKind(request.kind()))
                .by(random.nextInt(8) == 0 ? customer() : provider())
                .at(later())
                .content("result " + random.nextLong());
        if (random.nextInt(3) == 0) {
            result.tag("d", "version " + random.nextInt(2));
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                result.tag("e", request.id().hex());
                result.tag(
                        "e", TestKeys.key(random.nextInt(1_000) + 1).publicKey().hex());
            }
            case 1 -> {
                result.tag("e", any(requests).id().hex());
                result.tag("e", request.id().hex());
            }
            case 2 -> result.tag("request", json(request));
            case 3 -> {
                result.tag("request", json(request));
                result.tag("e", any(requests).id().hex());
            }
            case 4 -> {
                result.tag("request", forged(request));
                result.tag("e", any(requests).id().hex());
            }
            default -> result.tag("e", request.id().hex());
        }
        if (random.nextInt(4) == 0) {
            result.tag("status", any(List.of(STATUSES)));
        }
        if (random.nextInt(4) == 0) {
            result.tag("amount", "21000");
        }
        return result.tag("p", request.pubkey().hex()).build();
    }

    private static String json(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    /** A request that its customer never signed: changed later, or under the signature of another event. */
    private String forged(Event request) {
        return random.nextBoolean()
                ? json(request).replace("job ", "jab ")
                : json(request).replace(request.sig().hex(), any(requests).sig().hex());
    }

    private void judge() {
        if (!answers.isEmpty()) {
            events.add(TestEvents.ofKind(7)
                    .by(random.nextBoolean() ? customer() : provider())
                    .at(later())
                    .content(any(List.of("+", "-", "🤙")))
                    .tag("e", any(answers).id().hex())
                    .tag("p", provider().publicKey().hex())
                    .build());
        }
    }

    /** Of a result or of the job, with stars that mean something or not. */
    private void review() {
        Event target = answers.isEmpty() || random.nextBoolean() ? any(requests) : any(answers);
        events.add(TestEvents.ofKind(random.nextBoolean() ? 31_117 : 1_986)
                .by(random.nextInt(3) == 0 ? provider() : customer())
                .at(later())
                .tag("d", target.id().hex())
                .tag("e", target.id().hex())
                .tag("p", provider().publicKey().hex())
                .tag("rating", Integer.toString(random.nextInt(7)))
                .build());
    }

    /** Of few proofs, so that some come again: from the same payer, and from another. */
    private void nutzap() {
        if (!answers.isEmpty()) {
            Event target = any(answers);
            events.add(TestEvents.ofKind(9_321)
                    .by(random.nextInt(4) == 0 ? provider() : customer())
                    .at(later())
                    .content("nutzap " + random.nextLong())
                    .tag("e", target.id().hex())
                    .tag("p", target.pubkey().hex())
                    .tag("proof", "{\"amount\":4,\"secret\":\"secret " + random.nextInt(3) + "\"}")
                    .build());
        }
    }

    /** A provider gives a customer something back, or tells so. */
    private void refund() {
        Event request = any(requests);
        long at = later();
        Event zap = TestWallet.request(provider(), request.pubkey(), request.id(), 21_000, at);
        events.add(wallet.receipt(zap, at + 60));
    }

    private void beat() {
        TestEvents beat = switch (random.nextInt(3)) {
            case 0 -> TestEvents.ofKind(11_998);
            case 1 -> TestEvents.ofKind(30_333);
            default -> TestEvents.ofKind(NIP90_FEEDBACK).tag("status", "pong");
        };
        events.add(beat.by(provider()).at(later()).build());
    }

    private void pay() {
        if (answers.isEmpty()) {
            return;
        }
        boolean isForRequest = random.nextInt(3) == 0;
        Event target = isForRequest ? any(requests) : any(answers);
        SecretKey recipient = isForRequest ? provider() : TestKeys.key(20 + random.nextInt(4));
        long at = later();
        Event zap = TestWallet.request(customer(), recipient.publicKey(), target.id(), 21_000, at);
        Event receipt = wallet.receipt(zap, at + 60);
        events.add(receipt);
        if (random.nextInt(4) == 0) {
            events.add(wallet.receipt(zap, at + 90));
        }
        if (random.nextInt(6) == 0) {
            String another = TestWallet.invoice(zap, 21_000, at);
            events.add(new TestWallet(TestKeys.key(91))
                    .receipt(zap, another, at + 30)
                    .build());
        }
    }

    /** Mostly one's own event, sometimes somebody else's, which must change nothing. */
    private void takeBack() {
        Event target = random.nextInt(4) == 0 || answers.isEmpty() ? any(requests) : any(answers);
        int number = 10;
        while (number < 30 && !TestKeys.key(number).publicKey().equals(target.pubkey())) {
            number++;
        }
        SecretKey author = random.nextInt(4) == 0 ? TestKeys.key(40) : TestKeys.key(number);
        events.add(TestEvents.deletionOf(target).by(author).at(later()).build());
    }
}
