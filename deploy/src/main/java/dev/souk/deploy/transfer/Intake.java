package dev.souk.deploy.transfer;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.policy.Vetoes;
import dev.souk.storage.EventStore;
import dev.souk.storage.SaveOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes events from another relay in, by the rules of an import. Owned by the store's writer. */
public final class Intake {
    private final EventStore store;
    private final EventCheck check;
    private final int maxBatch;
    private final List<Event> batch = new ArrayList<>();
    private final Map<Bytes32, String> notKept = new HashMap<>();
    private long stored;

    /**
     * @param moderation what the operator has decided
     * @param vetoes of the relay's extensions
     */
    public Intake(
            EventStore store, RelayConfig config, Moderation moderation, EventPolicy vetoes, EventVerifier verifier) {
        this.store = store;
        this.check = new EventCheck(
                config, moderation, new Vetoes(vetoes, (event, caller) -> Verdict.ACCEPT), store, verifier, true);
        this.maxBatch = config.threads().maxBatch();
    }

    /** Takes one; what is kept is written by the next {@link #flush} at the latest. */
    public void take(Event event) {
        switch (check.check(0, event)) {
            case Checked.Good(Event good) -> batch.add(good);
            case Checked.Known() -> {}
            case Checked.Bad(Rejection rejection) ->
                notKept.put(event.id(), rejection.cause().words());
        }
        if (batch.size() >= maxBatch) {
            flush();
        }
    }

    /** Commits what is gathered. */
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<SaveOutcome> outcomes = store.save(batch).outcomes();
        for (int i = 0; i < batch.size(); i++) {
            Bytes32 id = batch.get(i).id();
            switch (outcomes.get(i)) {
                case SaveOutcome.Stored kept -> stored++;
                case SaveOutcome.Duplicate known -> {}
                case SaveOutcome.Superseded old -> notKept.put(id, "a newer version is here");
                case SaveOutcome.Deleted gone -> notKept.put(id, "its author has deleted it");
                case SaveOutcome.Vanished gone -> notKept.put(id, "its author has vanished");
                case SaveOutcome.Expired late -> notKept.put(id, "it has expired");
                case SaveOutcome.Ephemeral fleeting -> notKept.put(id, "it is ephemeral");
            }
        }
        batch.clear();
    }

    /** How many were kept. */
    public long stored() {
        return stored;
    }

    /** What was not kept, and why. */
    public Map<Bytes32, String> notKept() {
        return Map.copyOf(notKept);
    }
}
