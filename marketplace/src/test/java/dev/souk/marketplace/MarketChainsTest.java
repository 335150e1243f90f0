package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.event;
import static dev.souk.marketplace.BareEvents.number;
import static dev.souk.marketplace.BareEvents.request;
import static dev.souk.marketplace.BareEvents.result;
import static dev.souk.marketplace.BareEvents.waitsFor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.LedgerView;
import dev.souk.marketplace.ledger.Outbox;
import dev.souk.marketplace.publish.MarketEvents;
import dev.souk.marketplace.status.AggregateEvent;
import dev.souk.marketplace.status.JobStatusEvent;
import dev.souk.marketplace.status.ProfileEvent;
import dev.souk.marketplace.status.RelayProfile;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.storage.Table;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that need the output of others: long chains, wide ones, circles. */
@Timeout(120)
class MarketChainsTest {
    private static final int INPUTS = 16;

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final Table table = relay.table("ledger");
    private int reads;
    private final LedgerFixture ledger = new LedgerFixture(relay, counting(), LedgerLimits.DEFAULT);
    private final LedgerView view = ledger.view();

    /** The table, which counts what is read of it. */
    private Table counting() {
        return (Table) Proxy.newProxyInstance(
                Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, called, with) -> {
                    reads += called.getName().equals("get") ? 1 : 0;
                    return called.invoke(table, with);
                });
    }

    private JobStatus status(Event request) {
        return view.job(request.id()).orElseThrow().status();
    }

    private static Event requestAfter(List<Event> needed, int n) {
        List<Tag> tags = new ArrayList<>(List.of(Tag.of("n", Integer.toString(n))));
        needed.forEach(job -> tags.add(Tag.of("input", job.id().hex(), "job")));
        return request("link", tags.toArray(Tag[]::new));
    }

    /** The jobs that the signed status of a job names as those it waits for. */
    private List<String> blockers(Event request) {
        MarketEvents events = new MarketEvents(
                view,
                new JobStatusEvent(Optional.empty(), ZapTrust.LOCAL),
                new ProfileEvent(Optional.empty(), ZapTrust.LOCAL),
                new AggregateEvent(Addresses.DEFAULT_STATS_KIND, ZapTrust.LOCAL),
                new RelayProfile("", Optional.empty(), ZapTrust.LOCAL, Addresses.DEFAULT_STATS_KIND, Optional.empty()));
        Outbox.Item item = new Outbox.Item(Addresses.JOB_STATUS, request.id().hex(), 1);
        List<String> blockers = new ArrayList<>();
        ledger.ledger().outbox(ledger.nowMillis(), outbox -> {
            List<Tag> tags = events.make(outbox, item, Optional.empty())
                    .orElseThrow()
                    .event()
                    .tags();
            tags.stream()
                    .filter(tag -> tag.name().equals("blocked_by"))
                    .forEach(tag -> blockers.add(tag.value().orElseThrow()));
        });
        return blockers;
    }

    @Test
    void aChainOfAThousandJobsIsTakenInAtOnce() {
        List<Event> chain = new ArrayList<>();
        chain.add(request("first"));
        for (int i = 1; i < 1_000; i++) {
            chain.add(requestAfter(List.of(chain.getLast()), i));
        }
        ledger.feed(chain.reversed());
        ledger.feed(result(number(7), chain.getFirst()));

        assertEquals(JobStatus.DELIVERED, status(chain.getFirst()));
        assertEquals(JobStatus.REQUESTED, status(chain.getLast()));
        assertEquals(
                List.of(chain.get(1).id()), view.dependents(chain.getFirst().id(), 10));
        assertEquals(999, ledger.rows().get('x'));
        assertEquals(List.of(), blockers(chain.get(1)));
        assertEquals(List.of(chain.get(998).id().hex()), blockers(chain.getLast()));
    }

    @Test
    void aWideChainCostsAStatusOneLookForEachJobItNeeds() {
        List<Event> layer = List.of();
        for (int depth = 0; depth < 16; depth++) {
            List<Event> below = layer;
            int first = depth * INPUTS;
            layer = IntStream.range(first, first + INPUTS)
                    .mapToObj(n -> requestAfter(below, n))
                    .toList();
            ledger.feed(layer);
        }
        Event top = requestAfter(layer, 1_000);
        ledger.feed(top);
        reads = 0;

        assertEquals(INPUTS, blockers(top).size());

        assertEquals(INPUTS + 1, reads, "the job and each of those it needs");
    }

    @Test
    void jobsThatNameEachOtherAreJobsLikeAnyOther() {
        Event one = event(number(1), number(1), 68_001, waitsFor(number(2)));
        Event two = event(number(2), number(1), 68_001, waitsFor(number(1)));
        ledger.feed(one, two, event(number(3), number(1), 68_001, waitsFor(number(3))));
        ledger.feed(result(number(7), one), result(number(7), two));

        assertEquals(JobStatus.DELIVERED, status(one));
        assertEquals(JobStatus.DELIVERED, status(two));
        assertEquals(List.of(), blockers(one));
        assertEquals(List.of(), view.dependents(number(3), 10));
    }
}
