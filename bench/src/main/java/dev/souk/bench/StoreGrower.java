package dev.souk.bench;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Events are stored: by publishing, or, when the relay has a command for it, by importing with the relay stopped. The last
 * before a point are published in any case: first those that warm up what was started anew, then those of the probe.
 */
final class StoreGrower implements Grower {
    private static final int STEP = 20_000;
    private static final File NOWHERE = new File("/dev/null");

    private final Place place;
    private final Probe probe;
    private final CorpusFiles corpus;
    private Relay relay;
    private boolean isCold = true;

    StoreGrower(Place place, Relay relay) {
        this.place = place;
        this.probe = place.probe();
        this.corpus = place.corpus();
        this.relay = relay;
    }

    @Override
    public List<Measured> grow(int point) throws Exception {
        List<Measured> figures = new ArrayList<>();
        Target target = place.target();
        int probed = Math.min(place.settings().probeEvents, point - corpus.taken());
        int importEnd = point - probed - place.settings().warmUpEvents;
        if (target.isOurs() && target.importing().isPresent() && importEnd > corpus.taken()) {
            figures.addAll(importUntil(importEnd, target.importing().get()));
        }
        publishUntil(point - probed);
        if (isCold && corpus.taken() > 0) {
            place.tell("warming up");
            probe.ask(relay, corpus.sample());
            isCold = false;
        }
        place.tell("measuring");
        figures.addAll(probe.run(relay, corpus.next(probed), corpus.sample()));
        if (target.isOurs()) {
            figures.add(Measured.of("disk", "bytes/event", (double) Commands.diskBytes(place.data()) / point));
        }
        return figures;
    }

    private List<Measured> importUntil(int end, String command) throws IOException, InterruptedException {
        int count = end - corpus.taken();
        place.tell("importing", count);
        Path part = place.folder().resolve("part.jsonl");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part))) {
            while (corpus.taken() < end) {
                for (byte[] event : corpus.next(Math.min(STEP, end - corpus.taken()))) {
                    file.write(event);
                    file.write('\n');
                }
            }
        }
        relay.close();
        Commands.Took took = Commands.run(
                Commands.of(command, place.port(), place.data(), part),
                NOWHERE,
                place.log().toFile());
        Files.delete(part);
        relay = place.start();
        isCold = true;
        return List.of(
                Measured.of("import", "events/s", count / took.seconds()),
                Measured.of("import", "us CPU/event", took.cpuSeconds() * 1e6 / count));
    }

    private void publishUntil(int end) throws Exception {
        while (corpus.taken() < end) {
            List<byte[]> events = corpus.next(Math.min(STEP, end - corpus.taken()));
            place.tell("publishing, of " + end, corpus.taken());
            probe.publish("growing", relay, events);
        }
    }

    @Override
    public void close() throws IOException {
        corpus.close();
        relay.close();
    }
}
