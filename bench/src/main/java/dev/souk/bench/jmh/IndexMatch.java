package dev.souk.bench.jmh;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.live.SubscriptionIndex;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Outlet;
import dev.souk.relay.search.SearchableText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One event against subscriptions that follow a hundred authors each, a tenth of which it concerns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexMatch {
    @Param({"100", "1000", "10000"})
    private int subscriptions;

    private final List<Event> events = Samples.notes(0, 1_000);
    private final SubscriptionIndex index = new SubscriptionIndex();
    private int next;

    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < subscriptions; i++) {
            Set<Bytes32> authors = new HashSet<>();
            while (authors.size() < 100) {
                authors.add(Samples.author(random.nextInt(1_000)).publicKey());
            }
            Filter filter = Filter.builder().authors(authors).kinds(1, 6).build();
            index.add(new Subscription(
                    new SubscriptionId("s" + i), List.of(filter), event -> true, new Nobody(), (ended, reason) -> {}));
        }
    }

    @Benchmark
    public void match(Blackhole found) {
        next = (next + 1) % events.size();
        Event event = events.get(next);
        index.match(event, SearchableText.NONE.of(event, event.json()), Long.MAX_VALUE, found::consume);
    }

    /** A connection that leads nowhere. */
    private static final class Nobody implements Connection {
        @Override
        public long number() {
            return 0;
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public Optional<String> host() {
            return Optional.empty();
        }

        @Override
        public Outlet outlet() {
            return (parcels, afterwards) -> {};
        }

        @Override
        public void close(int status, String reason) {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void setReading(boolean reads) {}
    }
}
