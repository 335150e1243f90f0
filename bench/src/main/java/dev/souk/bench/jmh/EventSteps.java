package dev.souk.bench.jmh;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.crypto.BouncyCastleSchnorr;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import dev.souk.protocol.json.ClientMessageReader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What happens to one event on its way to the writer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventSteps {
    private final List<Event> events = Samples.notes(0, 1_000);
    private final List<byte[]> messages = events.stream().map(Samples::message).toList();
    private final EventVerifier best = new EventVerifier(Schnorr.best());
    private final EventVerifier portable = new EventVerifier(new BouncyCastleSchnorr());
    private final Filter filter = Filter.builder()
            .authors(Set.copyOf(
                    events.subList(0, 100).stream().map(Event::pubkey).toList()))
            .kinds(1, 6)
            .tag('t', "tag1", "tag2")
            .build();
    private int next;

    private Event event() {
        next = (next + 1) % events.size();
        return events.get(next);
    }

    @Benchmark
    public ClientMessage parse() {
        next = (next + 1) % messages.size();
        return ClientMessageReader.read(messages.get(next));
    }

    @Benchmark
    public Bytes32 id() {
        return event().computeId();
    }

    @Benchmark
    public Verification verify() {
        return best.verify(event());
    }

    @Benchmark
    public Verification verifyInJava() {
        return portable.verify(event());
    }

    @Benchmark
    public boolean filterMatch() {
        return filter.matches(event());
    }
}
