package dev.souk.marketplace.publish;

import dev.souk.marketplace.ledger.Ledger;
import dev.souk.marketplace.ledger.Outbox;
import dev.souk.marketplace.status.OwnEvent;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.KindClass;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.storage.StoredEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due from the outbox, makes and signs the events, and publishes them through the same door as every
 * client. What is due stays due until the relay has answered OK, so that a crash loses no publication; what was due
 * before the last start is first compared with what is stored, so that it repeats none. Where there is nothing to say any
 * more, as somebody vanished or was banned, a deletion takes back what was said.
 *
 * <p>Owned by the extension's thread; answers arrive on others and wait in a queue, which is bounded by what is on its
 * way.
 */
public final class Publisher {
    /** So many events are on their way at once. */
    static final int MAX_UNDER_WAY = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Ledger ledger;
    private final EventMaker maker;
    private final SecretKey key;
    private final RelayAccess access;
    private final Map<Address, UnderWay> underWay = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private long versionAtStart = -1;

    public Publisher(Ledger ledger, EventMaker maker, SecretKey key, RelayAccess access) {
        this.ledger = ledger;
        this.maker = maker;
        this.key = key;
        this.access = access;
    }

    /** Makes the event that an address should show. */
    public interface EventMaker {
        /** The event; nothing when there is nothing to say, so that what was said before is taken back. */
        Optional<Made> make(Outbox outbox, Outbox.Item item, Optional<Outbox.Published> last);
    }

    /**
     * An event to publish.
     *
     * @param status the status word, for jobs
     * @param previous the status before it
     */
    public record Made(OwnEvent event, Optional<String> status, Optional<String> previous) {}

    private record Address(int kind, String d) {
        static Address of(Outbox.Item item) {
            return new Address(item.kind(), item.d());
        }
    }

    private record UnderWay(Outbox.Item item, Outbox.Published published) {}

    private record Answer(Address address, Ok ok) {}

    /** Publishes what is due and notes what was. How long the next call may wait. */
    public Duration run(long nowMillis) {
        boolean[] isMore = {false};
        OptionalLong[] next = {OptionalLong.empty()};
        ledger.outbox(nowMillis, outbox -> {
            if (versionAtStart < 0) {
                versionAtStart = outbox.lastVersion();
            }
            takeAnswers(outbox, nowMillis);
            isMore[0] = publishDue(outbox, nowMillis);
            if (!isMore[0] && underWay.isEmpty()) {
                isMore[0] = outbox.sweep(MAX_UNDER_WAY);
                next[0] = outbox.next();
            }
        });
        if (isMore[0]) {
            return Duration.ZERO;
        }
        // What is under way is due, too; its answer wakes this thread.
        return !underWay.isEmpty() || next[0].isEmpty()
                ? Duration.ofSeconds(1)
                : Duration.ofMillis(Math.max(1, next[0].getAsLong() - nowMillis));
    }

    private boolean publishDue(Outbox outbox, long nowMillis) {
        int free = MAX_UNDER_WAY - underWay.size();
        if (free == 0) {
            return false;
        }
        boolean isMore = false;
        for (Outbox.Item item : outbox.due(MAX_UNDER_WAY + free)) {
            Address address = Address.of(item);
            if (underWay.containsKey(address)) {
                continue;
            }
            if (underWay.size() == MAX_UNDER_WAY) {
                return false;
            }
            isMore = true;
            publish(outbox, item, nowMillis);
        }
        return isMore;
    }

    private void publish(Outbox outbox, Outbox.Item item, long nowMillis) {
        Optional<Outbox.Published> last = outbox.published(item.kind(), item.d());
        if (item.version() <= versionAtStart) {
            last = seenInStore(item).or(() -> outbox.published(item.kind(), item.d()));
            last.ifPresent(published -> outbox.noted(item, published));
        }
        Optional<Made> made = maker.make(outbox, item, last);
        long state = made.map(now -> now.event().stateHash()).orElse(Outbox.Published.NOTHING);
        if (state == last.map(Outbox.Published::state).orElse(Outbox.Published.NOTHING)) {
            outbox.settled(item);
            return;
        }
        OwnEvent own =
                made.map(Made::event).orElseGet(() -> OwnEvent.withdrawal(key.publicKey(), item.kind(), item.d()));
        OptionalLong before =
                last.map(published -> OptionalLong.of(published.createdAt())).orElse(OptionalLong.empty());
        Event event = key.sign(own.at(nowMillis / 1_000, before));
        Outbox.Published published = new Outbox.Published(
                event.createdAt(), state, made.flatMap(Made::status), made.flatMap(Made::previous));
        Address address = Address.of(item);
        underWay.put(address, new UnderWay(item, published));
        send(event, address);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Both ends of the future become an answer.
    private void send(Event event, Address address) {
        access.publishOwn(event).whenComplete((ok, failure) -> {
            Ok answer = failure == null ? ok : Ok.refused(event.id(), Reason.error("the relay failed"));
            answers.add(new Answer(address, answer));
            access.wake();
        });
    }

    private void takeAnswers(Outbox outbox, long nowMillis) {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            UnderWay sent = underWay.remove(answer.address());
            if (sent != null) {
                note(outbox, sent, answer.ok(), nowMillis);
            }
        }
    }

    private void note(Outbox outbox, UnderWay sent, Ok ok, long nowMillis) {
        if (ok.accepted()) {
            outbox.published(sent.item(), sent.published());
            return;
        }
        Reason.Prefix prefix = ok.reason().map(Reason::prefix).orElse(Reason.Prefix.ERROR);
        if (prefix == Reason.Prefix.DUPLICATE) {
            // Something newer of our own is stored already: the clock was set back, or the tables are older than the
            // store.
            seenInStore(sent.item()).ifPresent(stored -> outbox.noted(sent.item(), stored));
            outbox.postpone(sent.item(), nowMillis + RETRY_MILLIS);
        } else if (prefix == Reason.Prefix.ERROR || prefix == Reason.Prefix.RATE_LIMITED) {
            outbox.postpone(sent.item(), nowMillis + RETRY_MILLIS);
        } else {
            LOG.error(
                    "event=publication-refused kind={} id={} reason={}",
                    sent.item().kind(),
                    ok.eventId(),
                    prefix.wire());
            outbox.settled(sent.item());
        }
    }

    /** What the store shows at the address. */
    private Optional<Outbox.Published> seenInStore(Outbox.Item item) {
        Bytes32 self = key.publicKey();
        Filter.Builder filter = Filter.builder().authors(self).kinds(item.kind());
        if (KindClass.of(item.kind()) == KindClass.ADDRESSABLE) {
            filter.tag('d', item.d());
        }
        List<StoredEvent> found = access.query(List.of(filter.limit(1).build()), 1);
        return found.stream().findFirst().map(StoredEvents::published);
    }
}
