package dev.souk.deploy.client;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Publishes events, at most {@link #WINDOW} of them unanswered at a time. Owned by one thread. */
public final class Publisher {
    private static final int WINDOW = 100;

    /** What became of one event. */
    public record Outcome(Bytes32 event, boolean isAccepted, String message) {}

    private final RelayConnection relay;
    private final Consumer<Outcome> outcomes;
    private final Consumer<String> notices;
    private final Set<Bytes32> unanswered = new HashSet<>();
    private long accepted;
    private long refused;

    /**
     * @param outcomes is told of each event once, in the order of the answers
     * @param notices is told what else the relay says to people
     */
    public Publisher(RelayConnection relay, Consumer<Outcome> outcomes, Consumer<String> notices) {
        this.relay = relay;
        this.outcomes = outcomes;
        this.notices = notices;
    }

    /**
     * Sends the event, when there is room; an event that is on its way already is first waited for.
     *
     * @throws ClientException when the relay cannot be reached or says nothing
     */
    public void publish(Event event) throws InterruptedException {
        while (unanswered.size() >= WINDOW || unanswered.contains(event.id())) {
            await();
        }
        unanswered.add(event.id());
        relay.send("[\"EVENT\"," + new String(event.json(), StandardCharsets.UTF_8) + "]");
    }

    /** Waits for all answers. */
    public void finish() throws InterruptedException {
        while (!unanswered.isEmpty()) {
            await();
        }
    }

    /** Reads one message. */
    private void await() throws InterruptedException {
        switch (relay.next(RelayConnection.PATIENCE)) {
            case Answer.Ok ok
            when unanswered.remove(ok.event()) -> {
                accepted += ok.isAccepted() ? 1 : 0;
                refused += ok.isAccepted() ? 0 : 1;
                outcomes.accept(new Outcome(ok.event(), ok.isAccepted(), ok.message()));
            }
            case Answer.Notice(String message) -> notices.accept(message);
            default -> {}
        }
    }

    public long accepted() {
        return accepted;
    }

    public long refused() {
        return refused;
    }
}
