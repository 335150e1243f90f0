package dev.souk.bench;

import dev.souk.protocol.Event;
import io.netty.channel.EventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Asks REQs of several classes one after another, and measures each to its EOSE. */
final class QueryPhase {
    private static final int REQUESTS = 200;
    private static final int WARM_UP = 50;

    private final EventLoopGroup group;
    private final List<Event> sample;
    private final Random random = new Random(1);

    /** @param sample events that are stored, from all times */
    QueryPhase(EventLoopGroup group, List<Event> sample) {
        this.group = group;
        this.sample = sample;
    }

    private Map<String, Supplier<String>> classes() {
        Map<String, Supplier<String>> classes = new LinkedHashMap<>();
        classes.put("by id", () -> "{\"ids\":[\"" + any().id() + "\"]}");
        classes.put("100 ids", () -> "{\"ids\":" + list(100, () -> any().id().hex()) + "}");
        classes.put("author's 20", () -> "{\"authors\":[\"" + any().pubkey() + "\"],\"kinds\":[1],\"limit\":20}");
        classes.put("50 profiles", () -> "{\"authors\":" + authors(50) + ",\"kinds\":[0]}");
        classes.put("newest 500", () -> "{\"limit\":500}");
        classes.put("home feed 300", () -> "{\"authors\":" + authors(300) + ",\"kinds\":[1,6],\"limit\":100}");
        classes.put(
                "home feed older",
                () -> "{\"authors\":" + authors(300) + ",\"kinds\":[1,6],\"limit\":100,\"until\":" + any().createdAt()
                        + "}");
        classes.put("kinds since", () -> "{\"kinds\":[1],\"since\":" + any().createdAt() + ",\"limit\":100}");
        classes.put("reactions", () -> "{\"#e\":[\"" + any().id() + "\"],\"kinds\":[7]}");
        classes.put("thread", () -> "{\"#e\":[\"" + any().id() + "\"]}");
        classes.put("notifications", () -> "{\"#p\":[\"" + any().pubkey() + "\"],\"kinds\":[1,6,7,9735],\"limit\":50}");
        classes.put("hashtag", () -> "{\"#t\":[\"tag" + random.nextInt(5) + "\"],\"limit\":50}");
        classes.put("rare tag", () -> "{\"#t\":[\"tag" + (1_500 + random.nextInt(400)) + "\"],\"limit\":50}");
        classes.put("#j", () -> "{\"kinds\":[68001],\"#j\":[\"text-" + random.nextInt(40) + "\"],\"limit\":50}");
        return classes;
    }

    private Event any() {
        return sample.get(random.nextInt(sample.size()));
    }

    private String authors(int count) {
        return list(count, () -> any().pubkey().hex());
    }

    private static String list(int count, Supplier<String> one) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + one.get() + "\"")
                .distinct()
                .collect(Collectors.joining(",", "[", "]"));
    }

    List<Measured> run(PeerProcess relay) throws Exception {
        List<Measured> figures = new ArrayList<>();
        try (LoadConnection connection = LoadConnection.open(group, relay.uri())) {
            SynchronousQueue<Long> eose = new SynchronousQueue<>();
            AtomicLong events = new AtomicLong();
            connection.listen(message -> {
                // The third byte tells EVENT from EOSE.
                if (message.getByte(3) == 'V') {
                    events.incrementAndGet();
                } else if (message.getByte(3) == 'O') {
                    handOver(eose);
                }
            });
            for (Map.Entry<String, Supplier<String>> query : classes().entrySet()) {
                figures.addAll(measure(query.getKey(), query.getValue(), connection, relay, eose, events));
            }
        }
        return figures;
    }

    private static void handOver(SynchronousQueue<Long> eose) {
        try {
            eose.put(System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Measured> measure(
            String name,
            Supplier<String> filter,
            LoadConnection connection,
            PeerProcess relay,
            SynchronousQueue<Long> eose,
            AtomicLong events)
            throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            ask(filter.get(), connection, eose);
        }
        Histogram latency = Measured.histogram();
        events.set(0);
        double cpu = relay.cpuSeconds();
        for (int i = 0; i < REQUESTS; i++) {
            latency.recordValue(ask(filter.get(), connection, eose));
        }
        double spent = relay.cpuSeconds() - cpu;
        return List.of(
                Measured.millis("REQ " + name, "p50", latency, 50),
                Measured.millis("REQ " + name, "p99", latency, 99),
                Measured.of("REQ " + name, "server ms/REQ", spent * 1e3 / REQUESTS),
                Measured.of("REQ " + name, "events/REQ", (double) events.get() / REQUESTS));
    }

    private static long ask(String filter, LoadConnection connection, SynchronousQueue<Long> eose) throws Exception {
        long start = System.nanoTime();
        connection.write(("[\"REQ\",\"q\"," + filter + "]").getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        Long end = eose.poll(30, TimeUnit.SECONDS);
        if (end == null) {
            throw new IllegalStateException("no EOSE for " + filter.substring(0, Math.min(200, filter.length())));
        }
        connection.write("[\"CLOSE\",\"q\"]".getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        return end - start;
    }
}
