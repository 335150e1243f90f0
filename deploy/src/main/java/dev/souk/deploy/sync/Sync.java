package dev.souk.deploy.sync;

import dev.souk.deploy.client.JobReport;
import dev.souk.deploy.client.Publisher;
import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.transfer.Intake;
import dev.souk.deploy.transfer.Progress;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes the store and another relay agree on one filter: reconciles, transfers, and reconciles again until nothing differs
 * but what one side will not have. It may be broken off anywhere and done again: what was transferred differs no more. Owned
 * by one thread, which is the store's writer.
 */
public final class Sync {
    private static final int MAX_PASSES = 3;
    private static final int SWEEP = 10_000;

    private final EventStore store;
    private final RelayConnection relay;
    private final Direction direction;
    private final Predicate<EventHeader> isPublic;
    private final Intake intake;
    private final Function<OptionalLong, Progress> progress;
    private final Map<Bytes32, String> refusedThere = new HashMap<>();
    private final Map<Bytes32, String> withheld = new HashMap<>();
    private long uploaded;

    /**
     * @param isPublic what relays show everybody: of the rest the other side would not say that it has it
     * @param progress makes a progress for so many events
     */
    public Sync(
            EventStore store,
            RelayConnection relay,
            Direction direction,
            Predicate<EventHeader> isPublic,
            Intake intake,
            Function<OptionalLong, Progress> progress) {
        this.store = store;
        this.relay = relay;
        this.direction = direction;
        this.isPublic = isPublic;
        this.intake = intake;
        this.progress = progress;
    }

    /** Does it, and tells what came of it. */
    public SyncReport run(Filter filter) throws InterruptedException {
        Difference first = difference(filter);
        Difference open = first.without(direction, Set.of());
        for (int pass = 0; pass < MAX_PASSES && open.size() > 0; pass++) {
            transfer(open);
            Map<Bytes32, String> reasons = reasons();
            open = difference(filter).without(direction, reasons.keySet());
        }
        return new SyncReport(
                first.here().size(), first.there().size(), uploaded, intake.stored(), reasons(), open.size());
    }

    private Difference difference(Filter filter) throws InterruptedException {
        return new Reconciliation(relay).with(filter, set(filter));
    }

    private ItemArray set(Filter filter) {
        ItemArray.Builder items = new ItemArray.Builder();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filter), isPublic)) {
            for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
                items.add(event.get().header().createdAt(), event.get().header().id());
            }
        }
        return items.build();
    }

    private void transfer(Difference open) throws InterruptedException {
        try (Progress shown = progress.apply(OptionalLong.of(open.size()))) {
            upload(open.here(), shown);
            int sent = open.here().size();
            Set<Bytes32> missing =
                    new Download(relay, intake).of(open.there(), done -> shown.advance(sent + done, sent + done));
            missing.forEach(id -> withheld.put(id, "the relay lists it, and does not send it"));
        }
        while (!store.sweepVanished(SWEEP).changes().isEmpty()) {
            // Until all is gone that requests to vanish concern.
        }
    }

    private void upload(Set<Bytes32> ids, Progress shown) throws InterruptedException {
        Publisher publisher = new Publisher(relay, this::answered, notice -> shown.say(JobReport.clean(notice)));
        try (Snapshot snapshot = store.snapshot()) {
            long done = 0;
            for (Bytes32 id : ids) {
                Optional<Event> event = snapshot.event(id).map(stored -> EventReader.read(stored.json()));
                if (event.isPresent()) {
                    publisher.publish(event.get());
                }
                shown.advance(++done, done);
            }
        }
        publisher.finish();
    }

    private void answered(Publisher.Outcome outcome) {
        boolean isKept = outcome.isAccepted() && !outcome.message().startsWith("duplicate:");
        uploaded += isKept ? 1 : 0;
        if (!isKept) {
            refusedThere.put(outcome.event(), JobReport.clean(outcome.message()));
        }
    }

    private Map<Bytes32, String> reasons() {
        Map<Bytes32, String> reasons = new HashMap<>(withheld);
        intake.notKept().forEach((id, why) -> reasons.put(id, "not kept here: " + why));
        refusedThere.forEach((id, why) -> reasons.put(id, "not kept there: " + why));
        return reasons;
    }
}
