package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.negentropy.Answer;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Differences;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.Reconciler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it takes a relay to reconcile a large set (NIP-77), and how many bytes compared with the reference implementation. */
@Command(
        name = "reconcile",
        description =
                "Reconciles a corpus that a running relay has stored: as it is, and without one event in a hundred.",
        mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
    private static final int CLIENT_LIMIT = 60_000;
    private static final int NO_LIMIT = 1 << 28;
    private static final int PATIENCE_SECONDS = 300;
    private static final String WORK = "souk_negentropy_answer_seconds_sum";

    @Option(names = "--url", required = true, description = "the relay")
    private URI url = URI.create("ws://127.0.0.1:7777");

    @Option(names = "--metrics", required = true, description = "its metrics, for the server's own time")
    private URI metrics = URI.create("http://127.0.0.1:7778/metrics");

    @Option(names = "--corpus", required = true, description = "the events it has stored, as JSON Lines")
    private Path corpus = Path.of("corpus.jsonl");

    @Option(names = "--filter", defaultValue = "{}", description = "which of them (default: {})")
    private String filter = "{}";

    @Option(names = "--rounds", defaultValue = "5", description = "how often (default: 5)")
    private int rounds;

    /** What one reconciliation came to. */
    private static final class Talk implements Differences {
        private final Set<Bytes32> have = new HashSet<>();
        private final Set<Bytes32> need = new HashSet<>();
        private long bytes;
        private int roundTrips;

        @Override
        public void have(Bound item) {
            have.add(item.id());
        }

        @Override
        public void need(Bytes32 id) {
            need.add(id);
        }

        @Override
        public String toString() {
            return String.format(
                    "have %,d, need %,d, %,d bytes in %d round trips", have.size(), need.size(), bytes, roundTrips);
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Bound> items = new ArrayList<>();
        try (Stream<String> lines = Files.lines(corpus)) {
            lines.forEach(line -> {
                Event event = EventReader.read(line.getBytes(StandardCharsets.UTF_8));
                items.add(new Bound(event.createdAt(), event.id()));
            });
        }
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (MetricsPage page = new MetricsPage(metrics);
                LoadConnection connection = LoadConnection.open(group, url)) {
            Talk first = talk(connection, set(items, 0));
            System.out.println("the corpus as it is: " + first);
            items.removeIf(item -> first.have.contains(item.id()));
            measure("identical", connection, page, items, set(items, 0));
            measure("1 % lacks", connection, page, items, set(items, 100));
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
        return 0;
    }

    /** Without every so many-th. */
    private static ItemArray set(List<Bound> items, int lacks) {
        ItemArray.Builder set = new ItemArray.Builder();
        for (int i = 0; i < items.size(); i++) {
            if (lacks == 0 || i % lacks != 0) {
                set.add(items.get(i).timestamp(), items.get(i).id());
            }
        }
        return set.build();
    }

    private void measure(String name, LoadConnection connection, MetricsPage page, List<Bound> items, ItemArray ours)
            throws Exception {
        Talk reference = reference(ours, set(items, 0));
        System.out.printf(
                "%s, of %,d: the reference needs %,d bytes in %d round trips%n",
                name, items.size(), reference.bytes, reference.roundTrips);
        for (int round = 0; round < rounds; round++) {
            double before = work(page);
            long start = System.nanoTime();
            Talk talk = talk(connection, ours);
            double millis = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    "%s: %s, %.2f times the reference; server %.1f ms, all %.0f ms%n",
                    name, talk, (double) talk.bytes / reference.bytes, (work(page) - before) * 1e3, millis);
        }
    }

    /** Both sides here, with the exact parts of the reference implementation, and frames of any length. */
    private static Talk reference(ItemArray ours, ItemArray theirs) {
        Talk talk = new Talk();
        Reconciler client = Reconciler.client(ours, NO_LIMIT, talk);
        Reconciler server = Reconciler.server(theirs, NO_LIMIT);
        for (Optional<byte[]> next = Optional.of(client.first()); next.isPresent(); ) {
            Answer answer = server.answer(next.get());
            while (answer.advance()) {
                // Until the last range.
            }
            talk.bytes += next.get().length + answer.message().length;
            talk.roundTrips++;
            next = client.next(answer.message());
        }
        return talk;
    }

    private Talk talk(LoadConnection connection, ItemArray ours) throws Exception {
        Talk talk = new Talk();
        Reconciler client = Reconciler.client(ours, CLIENT_LIMIT, talk);
        String head = "[\"NEG-OPEN\",\"n\"," + filter + ",\"";
        for (Optional<byte[]> next = Optional.of(client.first()); next.isPresent(); ) {
            byte[] answer = ask(connection, head + Hex.of(next.get()) + "\"]");
            talk.bytes += next.get().length + answer.length;
            talk.roundTrips++;
            next = client.next(answer);
            head = "[\"NEG-MSG\",\"n\",\"";
        }
        connection.send(Frames.of("[\"NEG-CLOSE\",\"n\"]"));
        return talk;
    }

    private static byte[] ask(LoadConnection connection, String message) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        connection.failing(answer);
        connection.listen(buffer -> {
            String text = buffer.toString(StandardCharsets.UTF_8);
            if (text.startsWith("[\"NEG-")) {
                answer.complete(text);
            }
        });
        connection.send(Frames.of(message));
        String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!text.startsWith("[\"NEG-MSG\"")) {
            throw new IllegalStateException(text);
        }
        int start = text.lastIndexOf(",\"") + 2;
        return Hex.bytes(text.substring(start, text.length() - 2));
    }

    /** Seconds of work that the relay has put into reconciling so far. */
    private static double work(MetricsPage page) throws IOException, InterruptedException {
        return Optional.ofNullable(page.read().get(WORK)).orElseThrow();
    }
}
