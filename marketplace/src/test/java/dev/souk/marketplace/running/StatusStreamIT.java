package dev.souk.marketplace.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class StatusStreamIT {
    private static final String STREAM = "/api/v1/stream";

    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    /** One message, as far as it matters here. */
    private record Shown(String id, String data) {
        boolean says(Event request, String to) {
            return data.contains("\"job\":\"" + request.id() + "\"") && data.contains("\"to\":\"" + to + "\"");
        }
    }

    /** The next message of the stream that has something to say. */
    private static Shown next(BufferedReader stream) throws IOException {
        String id = "";
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                return new Shown(id, line.substring(6));
            }
        }
        throw new AssertionError("the stream ended");
    }

    private static Shown nextOf(BufferedReader stream, Event request, String to) throws IOException {
        Shown shown = next(stream);
        while (!shown.says(request, to)) {
            shown = next(stream);
        }
        return shown;
    }

    @Test
    void tellsEachChangeAsItHappens() throws IOException {
        try (BufferedReader stream = market.stream(STREAM, "Last-Event-ID", "0")) {
            Event request = market.asked("translation");
            nextOf(stream, request, "requested");
            market.processing(request);
            nextOf(stream, request, "processing");
            market.delivered(request);
            nextOf(stream, request, "delivered");
        }
    }

    @Test
    void goesOnBehindTheLastChangeThatWasSeen() throws IOException {
        Event request = market.asked("translation");
        Shown first;
        try (BufferedReader stream = market.stream(STREAM, "Last-Event-ID", "0")) {
            first = nextOf(stream, request, "requested");
        }
        market.processing(request);
        market.awaitStatus(request, "processing");
        market.delivered(request);
        market.awaitStatus(request, "delivered");
        try (BufferedReader stream = market.stream(STREAM, "Last-Event-ID", first.id())) {
            Shown second = next(stream);
            assertEquals(true, second.says(request, "processing"), second.data());
            Shown third = next(stream);
            assertEquals(true, third.says(request, "delivered"), third.data());
            assertEquals(Long.parseLong(first.id()) + 2, Long.parseLong(third.id()));
        }
    }

    @Test
    void showsOnlyTheTypeThatIsAskedFor() throws IOException {
        try (BufferedReader stream = market.stream(STREAM + "?j=summarization", "Last-Event-ID", "0")) {
            Event other = market.asked("translation");
            market.awaitStatus(other, "requested");
            Event wanted = market.asked("summarization");
            Shown shown = next(stream);
            assertEquals(true, shown.says(wanted, "requested"), shown.data());
        }
    }
}
