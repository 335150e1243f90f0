package dev.souk.deploy;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The history of a market at random, in parts: customers ask, providers answer and deliver, customers like and pay, and
 * everybody takes things back. Only what stands in an earlier part is taken back: of an event that is gone before the
 * market has looked at it, the market never hears.
 */
final class MarketHistory {
    static final int CUSTOMERS = 5;
    static final int PROVIDERS = 6;

    private static final List<String> TYPES = List.of("translation", "summarization", "speech-to-text");
    private static final List<String> STATUSES =
            List.of("payment-required", "processing", "partial", "success", "error");

    private final Random random;
    private final List<Made> requests = new ArrayList<>();
    private final List<Made> answers = new ArrayList<>();
    private final List<Made> removable = new ArrayList<>();
    private long now;

    /** @param start when it begins, Unix seconds */
    MarketHistory(Random random, long start) {
        this.random = random;
        this.now = start;
    }

    /** @param customer whose job it is about */
    private record Made(Event event, SecretKey author, SecretKey customer) {}

    static SecretKey customer(int number) {
        return TestKeys.key(10 + number);
    }

    static SecretKey provider(int number) {
        return TestKeys.key(30 + number);
    }

    /** The next part, in the order of its making. */
    List<Event> part(int events) {
        List<Made> fresh = new ArrayList<>();
        List<Event> part = new ArrayList<>();
        while (part.size() < events) {
            Made made = next();
            part.add(made.event());
            if (made.event().kind() != 5) {
                fresh.add(made);
            }
        }
        removable.addAll(fresh);
        return part;
    }

    /** A request that nobody answers; when the market knows it, it knows all that came before. */
    Event end() {
        return ask(TestEvents.ofKind(68_001).tag("j", "end")).event();
    }

    int requestsSoFar() {
        return requests.size();
    }

    private Made next() {
        int dice = requests.isEmpty() ? 0 : random.nextInt(20);
        if (dice < 5) {
            return ask(request());
        }
        if (dice < 9) {
            return answered(feedback());
        }
        if (dice < 13 || answers.isEmpty()) {
            return answered(result());
        }
        if (dice < 16) {
            return like();
        }
        return dice < 18 || removable.isEmpty() ? pay() : takeBack();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Made made(TestEvents event, SecretKey author, SecretKey customer) {
        now += 2;
        return new Made(event.by(author).at(now).build(), author, customer);
    }

    private SecretKey anyCustomer() {
        return customer(random.nextInt(CUSTOMERS));
    }

    /** Mostly the job's customer, sometimes another one. */
    private SecretKey customerOf(Made answer) {
        return random.nextInt(4) == 0 ? anyCustomer() : answer.customer();
    }

    private SecretKey anyProvider() {
        return provider(random.nextInt(PROVIDERS));
    }

    private TestEvents request() {
        TestEvents request = random.nextBoolean()
                ? TestEvents.ofKind(68_001).tag("j", any(TYPES)).tag("bid", "1000")
                : TestEvents.ofKind(5_100 + random.nextInt(3)).tag("i", "x", "text");
        if (random.nextInt(4) == 0) {
            request.tag("p", anyProvider().publicKey().hex());
        }
        if (random.nextInt(4) == 0 && !requests.isEmpty()) {
            request.tag("i", any(requests).event().id().hex(), "job");
        }
        return request;
    }

    private Made ask(TestEvents request) {
        SecretKey customer = anyCustomer();
        Made made = made(request.content("job " + requests.size()), customer, customer);
        requests.add(made);
        return made;
    }

    private Made answered(Made answer) {
        answers.add(answer);
        return answer;
    }

    private Made feedback() {
        Made asked = any(requests);
        Event request = asked.event();
        TestEvents feedback = TestEvents.ofKind(request.kind() == 68_001 ? 68_003 : 7_000)
                .tag("status", any(STATUSES))
                .tag("amount", "2000")
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex());
        return made(feedback, anyProvider(), asked.customer());
    }

    private Made result() {
        Made asked = any(requests);
        Event request = asked.event();
        TestEvents result = TestEvents.ofKind(request.kind() == 68_001 ? 68_002 : request.kind() + 1_000)
                .content("result " + answers.size())
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex());
        return made(result, anyProvider(), asked.customer());
    }

    private Made like() {
        Made answered = any(answers);
        Event answer = answered.event();
        TestEvents like = TestEvents.ofKind(7)
                .content(any(List.of("+", "-", "🤙")))
                .tag("e", answer.id().hex())
                .tag("p", answer.pubkey().hex());
        return made(like, customerOf(answered), answered.customer());
    }

    private Made pay() {
        Made answered = any(answers);
        Event answer = answered.event();
        String proof = "{\"amount\":" + (1 + random.nextInt(4)) + ",\"secret\":\"" + random.nextLong() + "\"}";
        TestEvents payment = TestEvents.ofKind(9_321)
                .tag("proof", proof)
                .tag("u", "https://mint.example")
                .tag("e", answer.id().hex())
                .tag("p", answer.pubkey().hex());
        return made(payment, customerOf(answered), answered.customer());
    }

    /** Mostly one's own event; a stranger's wish changes nothing. */
    private Made takeBack() {
        Made target = any(removable);
        SecretKey author = random.nextInt(4) == 0 ? TestKeys.carol() : target.author();
        return made(TestEvents.deletionOf(target.event()), author, target.customer());
    }

    /** Everybody who takes part. */
    static Stream<SecretKey> people() {
        return Stream.concat(
                Stream.iterate(0, i -> i < CUSTOMERS, i -> i + 1).map(MarketHistory::customer),
                Stream.iterate(0, i -> i < PROVIDERS, i -> i + 1).map(MarketHistory::provider));
    }
}
