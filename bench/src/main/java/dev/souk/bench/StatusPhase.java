package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How soon a subscriber has a job's new status, one job after another on an idle relay. */
final class StatusPhase {
    private static final int PATIENCE_SECONDS = 30;
    private static final int PAUSE_MILLIS = 30;

    private final EventLoopGroup group;
    private final String self;
    private final int jobs;

    /** @param self the relay's own key */
    StatusPhase(EventLoopGroup group, String self, int jobs) {
        this.group = group;
        this.self = self;
        this.jobs = jobs;
    }

    List<Measured> run(Relay relay) throws Exception {
        SecretKey customer = SecretKey.random();
        SecretKey provider = SecretKey.random();
        List<Measured> figures = new ArrayList<>();
        List<Event> requests = new ArrayList<>();
        try (LoadConnection subscriber = LoadConnection.open(group, relay.uri());
                LoadConnection publisher = LoadConnection.open(group, relay.uri())) {
            Histogram asked = Measured.histogram();
            for (int i = 0; i < jobs; i++) {
                List<Tag> tags = List.of(Tag.of("j", MarketStory.name(0)), Tag.of("bid", "5000"));
                Event request = customer.sign(new Draft(now(), 68_001, tags, "job " + i));
                requests.add(request);
                asked.recordValue(once(subscriber, publisher, request, request));
            }
            Histogram worked = Measured.histogram();
            for (Event request : requests) {
                List<Tag> tags = List.of(
                        Tag.of("e", request.id().hex()),
                        Tag.of("p", request.pubkey().hex()),
                        Tag.of("status", "processing"));
                worked.recordValue(
                        once(subscriber, publisher, request, provider.sign(new Draft(now(), 68_003, tags, ""))));
            }
            figures.add(Measured.millis("status", "OK to first status p50", asked, 50));
            figures.add(Measured.millis("status", "OK to first status p99", asked, 99));
            figures.add(Measured.millis("status", "OK to next status p50", worked, 50));
            figures.add(Measured.millis("status", "OK to next status p99", worked, 99));
        }
        return figures;
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    /** Publishes, and waits for the job's status. Nanoseconds from the OK to the status, 0 when that came first. */
    private long once(LoadConnection subscriber, LoadConnection publisher, Event job, Event event) throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        CompletableFuture<Long> status = new CompletableFuture<>();
        CompletableFuture<Long> ok = new CompletableFuture<>();
        subscriber.failing(status);
        publisher.failing(ok);
        subscriber.listen(message -> {
            Answer answer = Answer.of(message);
            if (answer == Answer.EOSE) {
                ready.complete(null);
            } else if (answer == Answer.EVENT) {
                status.complete(System.nanoTime());
            }
        });
        publisher.listen(message -> {
            if (Answer.of(message) == Answer.OK) {
                ok.complete(System.nanoTime());
            }
        });
        subscriber.send(Frames.of("[\"REQ\",\"s\",{\"kinds\":[30383],\"authors\":[\"" + self + "\"],\"#d\":[\""
                + job.id().hex() + "\"],\"limit\":0}]"));
        ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        publisher.send(Frames.event(event.json()));
        long came = status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long nanos = Math.max(0, came - ok.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        subscriber.send(Frames.of("[\"CLOSE\",\"s\"]"));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        return nanos;
    }
}
