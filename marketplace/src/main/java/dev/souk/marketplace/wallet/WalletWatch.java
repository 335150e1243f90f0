package dev.souk.marketplace.wallet;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.lnurl.LnurlAddress;
import dev.souk.marketplace.lnurl.LnurlKeys;
import dev.souk.marketplace.lnurl.LnurlOutcome;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.extension.RelayAccess;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, one after the other on the thread {@code market-wallets}, the wallets of recipients whose receipts are not
 * verified, and hands what it learns to the extension's thread. A wallet that gave no key is asked again when its refusal
 * is out of date, at most {@link #MAX_TRIES} times; then the next receipt or the next start begins anew. So does a new
 * profile, at any time.
 *
 * <p>Recipients wait in a queue of at most {@link #MAX_WAITING}; one that finds it full is dropped, and asked for again
 * with the next receipt or the next start.
 */
public final class WalletWatch implements AutoCloseable {
    /** So many recipients wait at most. */
    public static final int MAX_WAITING = 10_000;

    static final int MAX_TRIES = 6;

    private static final Logger LOG = LoggerFactory.getLogger(WalletWatch.class);
    private static final int PROFILE_KIND = 0;

    private final LnurlKeys keys;
    private final RelayAccess access;
    private final Function<Event, List<Reading>> reader;
    private final Runnable onDropped;
    private final Thread thread = new Thread(this::run, "market-wallets");
    private final Queue<Learned> learned = new ConcurrentLinkedQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    /** Guarded by {@link #lock}, as those below. */
    private final ArrayDeque<Ask> waiting = new ArrayDeque<>();

    private final Set<Bytes32> known = new HashSet<>();
    private final PriorityQueue<Ask> later = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));

    /** Of {@link #known}, those whose profile changed since they were looked up last. */
    private final Set<Bytes32> changed = new HashSet<>();

    private boolean isClosed;

    /**
     * @param keys used by this watch's thread only
     * @param reader reads profiles
     * @param onDropped told of each recipient that finds the queue full
     */
    public WalletWatch(LnurlKeys keys, RelayAccess access, Function<Event, List<Reading>> reader, Runnable onDropped) {
        this.onDropped = onDropped;
        this.keys = keys;
        this.access = access;
        this.reader = reader;
    }

    /**
     * What a wallet said.
     *
     * @param address where the recipient is paid, as its profile spells it
     */
    public record Learned(Bytes32 recipient, String address, Optional<Bytes32> key) {}

    private record Ask(Bytes32 recipient, int tries, long at) {}

    public void start() {
        thread.start();
    }

    /** A receipt for this recipient waits for its wallet's key. Any thread, never waits long. */
    public void ask(Bytes32 recipient) {
        lock.lock();
        try {
            if (known.contains(recipient)) {
                return;
            }
            if (known.size() >= MAX_WAITING) {
                onDropped.run();
                return;
            }
            known.add(recipient);
            waiting.add(new Ask(recipient, 0, 0));
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The recipient, for whom receipts wait, has a new profile: its wallet is asked now, although another may just have
     * been asked in vain. Any thread, never waits long.
     */
    public void profileChanged(Bytes32 recipient) {
        lock.lock();
        try {
            if (later.removeIf(ask -> ask.recipient().equals(recipient))) {
                waiting.add(new Ask(recipient, 0, 0));
                news.signal();
            } else if (known.contains(recipient)) {
                changed.add(recipient);
            }
        } finally {
            lock.unlock();
        }
        ask(recipient);
    }

    /** What was learned since the last call, for the extension's thread. */
    public Optional<Learned> poll() {
        return Optional.ofNullable(learned.poll());
    }

    private void run() {
        try {
            while (true) {
                Optional<Ask> next = next();
                if (next.isEmpty()) {
                    return;
                }
                answer(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next to ask; nothing when the watch is closed. */
    private Optional<Ask> next() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed) {
                long now = access.clock().instant().getEpochSecond();
                if (!later.isEmpty() && later.peek().at <= now) {
                    return Optional.of(later.remove());
                }
                if (!waiting.isEmpty()) {
                    Ask next = waiting.remove();
                    changed.remove(next.recipient());
                    return Optional.of(next);
                }
                news.await(1, TimeUnit.SECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void answer(Ask ask) {
        long now = access.clock().instant().getEpochSecond();
        long retryAt = 0;
        try {
            retryAt = lookUp(ask.recipient(), now);
        } catch (RuntimeException e) {
            LOG.error("event=wallet-failed recipient={}", ask.recipient(), e);
        }
        lock.lock();
        try {
            if (changed.remove(ask.recipient())) {
                waiting.add(new Ask(ask.recipient(), 0, 0));
            } else if (retryAt > 0 && ask.tries() + 1 < MAX_TRIES) {
                later.add(new Ask(ask.recipient(), ask.tries() + 1, retryAt));
            } else {
                known.remove(ask.recipient());
            }
        } finally {
            lock.unlock();
        }
    }

    /** When to ask again, Unix seconds; 0 for not. */
    private long lookUp(Bytes32 recipient, long now) {
        Optional<String> text = address(recipient);
        Optional<LnurlAddress> address = text.flatMap(LnurlAddress::parse);
        if (address.isEmpty()) {
            return 0;
        }
        LnurlKeys.Answer answer = keys.lookup(address.get(), now);
        return switch (answer.outcome()) {
            case LnurlOutcome.Found(Bytes32 key, boolean allowsNostr) -> {
                learned.add(new Learned(recipient, text.get(), allowsNostr ? Optional.of(key) : Optional.empty()));
                access.wake();
                yield 0;
            }
            case LnurlOutcome.Refused(String reason) -> {
                LOG.info("event=wallet-refused recipient={} reason={}", recipient, reason);
                yield answer.validUntil();
            }
        };
    }

    private Optional<String> address(Bytes32 recipient) {
        Filter profile = Filter.builder().authors(recipient).kinds(PROFILE_KIND).build();
        return access.newest(profile).stream()
                .map(stored -> EventReader.read(stored.json()))
                .flatMap(event -> reader.apply(event).stream())
                .filter(Reading.PaidAt.class::isInstance)
                .map(Reading.PaidAt.class::cast)
                .findFirst()
                .flatMap(paidAt -> paidAt.lud16().or(paidAt::lud06));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
