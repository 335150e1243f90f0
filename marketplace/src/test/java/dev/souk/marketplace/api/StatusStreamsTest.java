package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.TestJob.id;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.relay.extension.HttpRoute;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusStreamsTest {
    private final MemoryMarket market = new MemoryMarket();
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.LOCAL));

    @AfterEach
    void close() {
        api.close();
    }

    private RecordingStream open(String query, Map<String, String> headers) {
        HttpRoute.Reply reply = Asked.reply(api, "/api/v1/stream" + query, headers);
        RecordingStream stream = new RecordingStream();
        if (!(reply instanceof HttpRoute.Reply.Stream events)) {
            throw new AssertionError("not a stream");
        }
        assertEquals("text/event-stream", events.contentType());
        events.source().accept(stream);
        return stream;
    }

    private void change(int job, JobStatus to) {
        market.change(id(job), Optional.of(JobStatus.REQUESTED), to);
        api.statusChanged();
    }

    private static String status(int number, int job, String to) {
        return "id: " + number + "\nevent: status\ndata: {\"number\":" + number + ",\"job\":\"" + id(job)
                + "\",\"from\":\"requested\",\"to\":\"" + to + "\",\"type\":\"j:translation\",\"at\":"
                + MemoryMarket.NOW
                + "}\n\n";
    }

    @Test
    void aStreamBeginsNowAndShowsWhatChanges() throws Exception {
        market.with(number(1), number(2));
        RecordingStream stream = open("", Map.of());
        assertEquals("retry: 3000\nid: 2\n\n", stream.next());

        change(1, JobStatus.PROCESSING);
        assertEquals(status(3, 1, "processing"), stream.next());
        change(2, JobStatus.DELIVERED);
        assertEquals(status(4, 2, "delivered"), stream.next());
        assertTrue(stream.isQuiet());
    }

    @Test
    void aStreamThatComesBackGoesOnWhereItWas() throws Exception {
        market.with(number(1));
        change(1, JobStatus.PROCESSING);
        change(1, JobStatus.DELIVERED);

        RecordingStream byHeader = open("?last_event_id=0", Map.of("Last-Event-ID", "2"));
        assertEquals("retry: 3000\nid: 2\n\n", byHeader.next());
        assertEquals(status(3, 1, "delivered"), byHeader.next());

        RecordingStream byParameter = open("?last_event_id=1", Map.of());
        byParameter.next();
        assertEquals(status(2, 1, "processing"), byParameter.next());
        assertEquals(status(3, 1, "delivered"), byParameter.next());
    }

    @Test
    void aStreamThatComesTooLateIsToldToReset() throws Exception {
        market.with(number(1));
        change(1, JobStatus.PROCESSING);
        change(1, JobStatus.DELIVERED);
        market.forgetUpTo(2);

        RecordingStream stream = open("?last_event_id=1", Map.of());
        stream.next();

        assertEquals("id: 2\nevent: reset\ndata: {\"last_event_id\":1}\n\n", stream.next());
        assertEquals(status(3, 1, "delivered"), stream.next());
    }

    @Test
    void aNumberThatWasNeverGivenIsAReset() throws Exception {
        market.with(number(1));
        RecordingStream stream = open("?last_event_id=77", Map.of());
        stream.next();

        assertEquals("id: 1\nevent: reset\ndata: {\"last_event_id\":77}\n\n", stream.next());
        change(1, JobStatus.PROCESSING);
        assertEquals(status(2, 1, "processing"), stream.next());
    }

    @Test
    void aStreamShowsOnlyWhatItIsFor() throws Exception {
        market.with(number(1).by(person(5)).worked(person(6)), number(2));
        RecordingStream customers = open("?customer=" + person(5), Map.of());
        RecordingStream providers = open("?provider=" + person(6) + "&j=translation", Map.of());
        RecordingStream others = open("?j=k:5300", Map.of());
        for (RecordingStream stream : new RecordingStream[] {customers, providers, others}) {
            stream.next();
        }

        change(2, JobStatus.EXPIRED);
        change(1, JobStatus.DELIVERED);

        assertEquals(status(4, 1, "delivered"), customers.next());
        assertEquals(status(4, 1, "delivered"), providers.next());
        assertTrue(others.isQuiet());
    }

    @Test
    void aStreamThatIsShownNothingLearnsWhereItIs() throws Exception {
        market.with(number(1));
        RecordingStream stream = open("?j=k:5300", Map.of());
        stream.next();

        for (int i = 0; i < StatusStreams.TURN; i++) {
            market.change(id(1), Optional.empty(), JobStatus.REQUESTED);
        }
        api.statusChanged();

        assertEquals("id: " + (1 + StatusStreams.TURN) + "\n\n", stream.next());
    }

    @Test
    void manyChangesAreSentInTurnsAndInOrder() throws Exception {
        market.with(number(1));
        RecordingStream stream = open("", Map.of());
        stream.next();
        for (int i = 0; i < 3 * StatusStreams.TURN; i++) {
            market.change(id(1), Optional.of(JobStatus.REQUESTED), JobStatus.PROCESSING);
        }
        api.statusChanged();

        for (int i = 0; i < 3 * StatusStreams.TURN; i++) {
            assertEquals(status(2 + i, 1, "processing"), stream.next());
        }
    }

    @Test
    void aClientThatIsGoneHoldsUpNobody() throws Exception {
        market.with(number(1));
        RecordingStream gone = open("", Map.of());
        RecordingStream stream = open("", Map.of());
        stream.next();
        gone.close();

        change(1, JobStatus.DELIVERED);

        assertEquals(status(2, 1, "delivered"), stream.next());
    }

    @Test
    void streamsThatComeFromBehindAreServedTogether() throws Exception {
        market.with(number(1));
        changeOften(4 * StatusStreams.TURN);
        // While this is held nothing is served.
        synchronized (market) {
            for (int i = 0; i < 40; i++) {
                open("?customer=" + person(9) + "&last_event_id=" + i, Map.of());
            }
        }

        // One that comes last is served after them, or along with them.
        RecordingStream last = open("?last_event_id=0", Map.of());
        last.next();
        for (int i = 0; i < 1 + 4 * StatusStreams.TURN; i++) {
            last.next();
        }
        assertTrue(market.lookups() <= 3 * 4 * StatusStreams.TURN, market.lookups() + " jobs were looked up");
    }

    @Test
    void aStreamThatIsUpToDateWaitsForNoneOfThoseBehind() throws Exception {
        market.with(number(1));
        changeOften(8 * StatusStreams.TURN);
        AtomicLong lookups = new AtomicLong();
        RecordingStream upToDate;
        synchronized (market) {
            for (int i = 0; i < 40; i++) {
                open("?customer=" + person(9) + "&last_event_id=" + i * StatusStreams.TURN / 10, Map.of());
            }
            upToDate = open("", Map.of());
            upToDate.onSend(() -> lookups.set(market.lookups()));
            change(1, JobStatus.DELIVERED);
        }

        upToDate.next();
        assertEquals(status(8 * StatusStreams.TURN + 2, 1, "delivered"), upToDate.next());
        assertTrue(lookups.get() <= 2 * StatusStreams.TURN, lookups + " jobs were looked up before");
    }

    private void changeOften(int times) {
        for (int i = 0; i < times; i++) {
            market.change(id(1), Optional.of(JobStatus.REQUESTED), JobStatus.PROCESSING);
        }
    }

    @Test
    void closingEndsAllStreams() {
        RecordingStream before = open("", Map.of());
        api.close();
        RecordingStream after = open("", Map.of());

        assertTrue(before.isClosed());
        assertTrue(after.isClosed());
    }
}
