package dev.souk.storage.rocksdb;

import dev.souk.protocol.Address;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rocksdb.RocksDBException;

/** Checks the events of one stretch of the sequence, each by itself. Used once, by any thread. */
final class EventScan implements Callable<EventScan.Result> {
    private static final int DELETION = 5;
    private static final int VANISH = 62;

    private final Database database;
    private final EventVerifier verifier;
    private final long from;
    private final long to;
    private final RowSums rows = new RowSums();
    private final List<Finding> findings = new ArrayList<>();
    private long events;

    /** @param rows which there should be */
    record Result(long to, long events, RowSums rows, List<Finding> findings) {}

    EventScan(Database database, EventVerifier verifier, long from, long to) {
        this.database = database;
        this.verifier = verifier;
        this.from = from;
        this.to = to;
    }

    @Override
    public Result call() {
        try {
            RowScan.over(database, Family.EVENTS, Keys.ofLong(from), Keys.ofLong(to), this::check);
        } catch (RocksDBException e) {
            find(Finding.Kind.UNREADABLE, "events from " + from + " to before " + to + ": " + e.getMessage());
        }
        return new Result(to, events, rows, findings);
    }

    private void check(byte[] key, byte[] record) throws RocksDBException {
        events++;
        long number = Keys.toLong(key, 0);
        Optional<StoredEvent> stored = decode(number, record);
        if (stored.isEmpty()) {
            find(Finding.Kind.UNREADABLE, "event " + number + " is no record of an event");
            return;
        }
        EventRow.of(stored.get()).forEach(rows::add);
        problem(record, stored.get())
                .or(() -> wasDeleted(stored.get().header()))
                .ifPresent(what -> find(
                        Finding.Kind.EVENT,
                        "event " + number + ", " + stored.get().header().id() + ": " + what));
    }

    /** Nothing when the bytes cannot be an event. */
    static Optional<StoredEvent> decode(long number, byte[] record) {
        try {
            StoredEvent stored = EventRecord.decode(number, record);
            stored.header().forEachIndexedTag((letter, value) -> {});
            return Optional.of(stored);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<String> problem(byte[] record, StoredEvent stored) {
        Event event;
        try {
            event = EventReader.read(stored.json());
        } catch (MalformedException e) {
            return Optional.of("its JSON is no event: " + e.getMessage());
        }
        return switch (verifier.verify(event)) {
            case WRONG_ID -> Optional.of("its id is not its hash");
            case WRONG_SIGNATURE -> Optional.of("its signature is wrong");
            case VALID ->
                Arrays.equals(record, EventRecord.encode(event))
                        ? Optional.empty()
                        : Optional.of("its header says something else than its JSON");
        };
    }

    private Optional<String> wasDeleted(EventHeader event) {
        if (event.kind() == DELETION || event.kind() == VANISH) {
            return Optional.empty();
        }
        try {
            Optional<Address> address = Address.of(event);
            byte[] upTo = address.isPresent() ? database.get(Family.RULES, Keys.deletedAddress(address.get())) : null;
            boolean isDeleted = database.get(Family.RULES, Keys.deletedId(event.id(), event.pubkey())) != null
                    || upTo != null && event.createdAt() <= Keys.toLong(upTo, 0);
            return isDeleted ? Optional.of("it was deleted by its author") : Optional.empty();
        } catch (RocksDBException e) {
            return Optional.of("whether it was deleted cannot be read: " + e.getMessage());
        }
    }

    private void find(Finding.Kind kind, String what) {
        findings.add(new Finding(kind, what));
    }
}
