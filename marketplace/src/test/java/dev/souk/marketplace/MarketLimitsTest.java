package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.event;
import static dev.souk.marketplace.BareEvents.like;
import static dev.souk.marketplace.BareEvents.number;
import static dev.souk.marketplace.BareEvents.request;
import static dev.souk.marketplace.BareEvents.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.ledger.JobQuery;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.LedgerView;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is sent to hurt: too much of everything, too large, too deep, or malformed. Tables stay bounded, work goes on, and
 * other jobs are none the worse. {@code -Dseed} repeats a run.
 */
@Timeout(180)
class MarketLimitsTest {
    private static final int PAGE = 1_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int OTHER_TYPES = 1;
    private static final LedgerLimits SMALL = new LedgerLimits(100, 100, 50);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final LedgerFixture ledger = new LedgerFixture(relay, SMALL);
    private final LedgerView view = ledger.view();
    private final Event bystander = request("bystander");
    private Optional<Bystander> before = Optional.empty();

    @BeforeEach
    void aJobIsDelivered() {
        ledger.feed(bystander, result(number(7), bystander));
        before = Optional.of(Bystander.of(view, bystander, "bystander"));
    }

    @AfterEach
    void otherJobsAreNoneTheWorse() {
        assertEquals(before, Optional.of(Bystander.of(view, bystander, "bystander")), "seed " + seed);
        long requests = requests(new Scope.Market());
        Event next = request("next");
        ledger.feed(next, result(number(7), next));
        assertEquals(JobStatus.DELIVERED, status(next), "seed " + seed);
        assertEquals(requests + 1, requests(new Scope.Market()), "seed " + seed);
    }

    private Bytes32 anyId() {
        return new Bytes32(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private void feed(int count, IntFunction<Event> events) {
        for (int from = 0; from < count; from += PAGE) {
            ledger.feed(IntStream.range(from, Math.min(count, from + PAGE))
                    .mapToObj(events)
                    .toList());
        }
    }

    private JobStatus status(Event request) {
        return view.job(request.id()).orElseThrow().status();
    }

    private int rows(char family) {
        return ledger.rows().getOrDefault(family, 0);
    }

    private double counted(String meter) {
        return relay.meters().find(meter).counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    private long requests(Scope scope) {
        return view.summary(scope, Window.ALL).count(Counter.REQUESTS);
    }

    @Test
    void aHundredThousandResultsOfOneJobAreBounded() {
        Event job = request("flooded");
        ledger.feed(job);
        IntFunction<Event> results = i -> result(number(100 + i % 500), job, Tag.of("n", Integer.toString(i)));
        feed(20_000, results);
        Map<Character, Integer> before = ledger.rows();

        feed(80_000, i -> results.apply(20_000 + i));

        assertNoGrowth(before);
        assertEquals(JobStatus.DELIVERED, status(job));
        assertEquals(
                100_000, view.job(job.id()).orElseThrow().droppedFacts() + rows('e') - 1 /* the bystander's result */);
    }

    @Test
    void resultsThatNameManyJobsAndAreNotKeptLeaveNothing() {
        Event job = request("flooded");
        ledger.feed(job);
        Tag[] others = IntStream.range(0, 7)
                .mapToObj(i -> Tag.of("e", number(900 + i).hex()))
                .toArray(Tag[]::new);
        IntFunction<Event> results = i -> {
            List<Tag> tags =
                    new ArrayList<>(result(number(100 + i % 500), job, others).tags());
            tags.add(Tag.of("n", Integer.toString(i)));
            return event(number(100 + i % 500), 68_002, tags);
        };
        feed(10_000, results);
        Map<Character, Integer> before = ledger.rows();

        feed(10_000, i -> results.apply(10_000 + i));

        assertNoGrowth(before);
    }

    /** As many facts as before, though others; what follows from them depends on who has said them. */
    private void assertNoGrowth(Map<Character, Integer> before) {
        assertEquals(before.get('e'), rows('e'), "seed " + seed);
        assertEquals(before.get('d'), rows('d'), "seed " + seed);
        assertTrue(sum(ledger.rows()) <= 2 * sum(before), () -> before + " became " + ledger.rows());
    }

    private static int sum(Map<Character, Integer> rows) {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void aProviderOfTenThousandJobsIsCountedAndListedWhole() {
        Bytes32 provider = number(50);
        feed(10_000, i -> request("bulk", Tag.of("n", Integer.toString(i))));
        feed(10_000, i -> result(provider, request("bulk", Tag.of("n", Integer.toString(i)))));

        assertEquals(
                10_000, view.summary(new Scope.OfProvider(provider), Window.ALL).count(Counter.RESULTS));
        assertEquals(10_000, jobsOf(provider).size());
    }

    private Set<Bytes32> jobsOf(Bytes32 provider) {
        Set<Bytes32> jobs = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            MarketView.JobPage page = view.jobs(new JobQuery(
                    Optional.empty(),
                    OptionalInt.empty(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(provider),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    JobQuery.Sort.NEWEST,
                    cursor,
                    500));
            page.jobs().forEach(job -> assertTrue(jobs.add(job.id()), "listed twice: " + job.id()));
            cursor = page.cursor();
        } while (cursor.isPresent());
        return jobs;
    }

    @Test
    void typesPastTheLimitAreCountedTogetherAndNothingIsLost() {
        feed(5_000, i -> request("type-" + Integer.toString(i, 36) + random.nextLong()));

        List<JobType> types = view.types(Optional.empty(), 500).types().stream()
                .map(MarketView.TypeRow::type)
                .toList();
        assertEquals(SMALL.maxTypes() + OTHER_TYPES, types.size());
        assertEquals(5_000 + 1, requests(new Scope.Market()));
        assertEquals(
                5_000 + 1,
                types.stream()
                        .mapToLong(type -> requests(new Scope.OfType(type)))
                        .sum());
        assertEquals(5_000 + 1 - SMALL.maxTypes(), requests(new Scope.OfType(JobType.OTHER)));
    }

    @Test
    void aReceiptOfAMegabyteProvesNothingAndStaysSmall() {
        Event zap = TestWallet.request(TestKeys.alice(), number(7), bystander.id(), 21_000, NOW);
        String large = "x".repeat(MEGABYTE);
        List<Event> receipts = List.of(
                new TestWallet(TestKeys.bob()).receipt(zap, "lnbc" + large, NOW).build(),
                event(
                        number(8),
                        9_735,
                        Tag.of("p", number(7).hex()),
                        Tag.of("e", bystander.id().hex()),
                        Tag.of("bolt11", "lnbc1"),
                        Tag.of("description", "[".repeat(MEGABYTE))),
                event(
                        number(8),
                        9_321,
                        Tag.of("p", number(7).hex()),
                        Tag.of("e", bystander.id().hex()),
                        Tag.of("proof", "{\"amount\":1,\"secret\":\"" + large + "\"}")));
        ledger.feed(receipts);

        for (Event receipt : receipts) {
            assertEquals(0, level(receipt), () -> "kind " + receipt.kind());
        }
        assertEquals(0, claimed(bystander));
        assertTrue(ledger.largestRow() < 10_000, () -> "a row of " + ledger.largestRow() + " bytes");
    }

    @Test
    void aReceiptIsReadByItsFirstDescriptionWhateverFollows() {
        Event zap = TestWallet.request(TestKeys.alice(), number(7), bystander.id(), 21_000, NOW);
        ledger.feed(new TestWallet(TestKeys.bob())
                .receipt(zap, TestWallet.invoice(zap, 21_000, NOW), NOW)
                .tag("description", "x".repeat(MEGABYTE))
                .build());

        assertEquals(21_000, claimed(bystander));
        assertTrue(ledger.largestRow() < 10_000, () -> "a row of " + ledger.largestRow() + " bytes");
    }

    /** 0 also for what is no payment at all. */
    private int level(Event receipt) {
        return view.payment(receipt.id())
                .map(payment -> payment.proof().level())
                .orElse(0);
    }

    private long claimed(Event request) {
        return view.job(request.id()).orElseThrow().offers().stream()
                .mapToLong(Offer::claimedMsat)
                .sum();
    }

    @Test
    void aResultWithARequestOfAMegabyteBelongsToTheJobItNames() {
        Event job = request("plain");
        String large = "{\"content\":\"" + "x".repeat(MEGABYTE) + "\"}";
        ledger.feed(
                job,
                result(number(7), job, Tag.of("request", large)),
                result(number(8), job, Tag.of("request", "{".repeat(MEGABYTE))),
                event(number(9), 68_002, Tag.of("request", large)));

        assertEquals(2, view.job(job.id()).orElseThrow().offers().size());
        assertEquals(3, counted("souk.market.useless"));
        assertTrue(ledger.largestRow() < 10_000, () -> "a row of " + ledger.largestRow() + " bytes");
    }

    @Test
    void ofJobsWithoutARequestTheOldestLeave() {
        List<Event> requests = IntStream.range(0, 300)
                .mapToObj(i -> request("unknown", Tag.of("n", Integer.toString(i))))
                .toList();
        feed(300, i -> result(number(20), requests.get(i)));

        assertEquals(100, rows('U'));
        assertEquals(100, rows('u'));
        assertEquals(100 + 1, rows('d'));
        assertEquals(100 + 1, rows('e'));
        ledger.feed(requests);
        assertEquals(JobStatus.REQUESTED, status(requests.get(199)));
        assertEquals(JobStatus.DELIVERED, status(requests.get(200)));
        assertEquals(0, rows('U'));
    }

    @Test
    void ofFactsWithoutATargetTheOldestLeave() {
        Event job = request("liked");
        ledger.feed(job);
        List<Event> results = IntStream.range(0, 300)
                .mapToObj(i -> result(number(20), job, Tag.of("n", Integer.toString(i))))
                .toList();
        feed(300, i -> like(results.get(i)));

        assertEquals(100, rows('w'));
        assertEquals(100, rows('V'));
        ledger.feed(results.get(199), results.get(200));
        assertEquals(99, rows('w'));
        assertEquals(1, view.job(job.id()).orElseThrow().reactions());
    }

    @Test
    void aFloodOfLikesDoesNotPushOutMoney() {
        Event job = request("paid");
        Event answer = result(number(20), job);
        ledger.feed(event(
                number(1),
                9_321,
                Tag.of("p", number(20).hex()),
                Tag.of("e", answer.id().hex()),
                Tag.of("proof", "{\"amount\":5,\"secret\":\"s\"}")));
        feed(
                1_000,
                i -> event(
                        number(1),
                        7,
                        Tag.of("e", anyId().hex()),
                        Tag.of("p", number(20).hex())));
        ledger.feed(job, answer);

        assertEquals(5_000, view.job(job.id()).orElseThrow().offers().getFirst().claimedMsat());
    }

    @Test
    void whatIsMalformedIsCountedAndStopsNothing() {
        List<Integer> kinds = List.of(
                0, 5, 7, 1_985, 1_986, 5_100, 6_100, 7_000, 9_321, 9_735, 31_990, 31_117, 65_000, 65_001, 65_002,
                68_001, 68_002, 68_003, 68_005);
        List<String> names = List.of("e", "p", "j", "i", "input", "k", "status", "amount", "bid", "request", "bolt11");
        List<String> values = List.of("", "-1", "99999999999999999999", "\0", "{", "job", anyId().hex(), "lnbc");
        feed(5_000, i -> {
            List<Tag> tags = new ArrayList<>();
            for (int tag = random.nextInt(5); tag > 0; tag--) {
                tags.add(Tag.of(names.get(random.nextInt(names.size())), values.get(random.nextInt(values.size()))));
            }
            tags.add(Tag.of("n", Integer.toString(i)));
            return event(number(30), kinds.get(i % kinds.size()), tags);
        });

        assertTrue(counted("souk.market.useless") > 500, () -> "counted " + counted("souk.market.useless"));
        assertTrue(rows('d') <= 1 + 100 + requestsAmong(kinds), () -> "seed " + seed + ": " + ledger.rows());
    }

    /** Requests of those kinds among five thousand events: they may be strange, but they are jobs. */
    private static int requestsAmong(List<Integer> kinds) {
        return 3 * (5_000 / kinds.size() + 1);
    }
}
