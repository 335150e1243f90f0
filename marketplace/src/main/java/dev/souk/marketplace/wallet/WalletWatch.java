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
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, one after the other on the thread {@code market-wallets}, the wallets of recipients whose receipts are not
 * verified, and hands what it learns to the extension's thread. A wallet that gave no key is asked again when its refusal
 * is out of date, {@link AskQueue#MAX_TRIES} times in all; then the next receipt or the next start begins anew. So does a
 * new profile, at any time. That a host is busy counts for nothing: whoever wants it waits for its turn ({@link AskQueue}).
 *
 * <p>With the start it walks along the recipients of all receipts that wait, as fast as there is room for them in the
 * queue. One that finds no room is dropped, and a walk {@link #WALK_SECONDS} later comes to it again.
 */
public final class WalletWatch implements AutoCloseable {
    /** So many recipients wait at most. */
    public static final int MAX_WAITING = AskQueue.MAX_WAITING;

    private static final long WALK_SECONDS = 600;
    private static final int PAGE = 500;
    private static final Bytes32 FIRST = new Bytes32(0, 0, 0, 0);
    private static final Logger LOG = LoggerFactory.getLogger(WalletWatch.class);
    private static final int PROFILE_KIND = 0;

    private final LnurlKeys keys;
    private final RelayAccess access;
    private final Function<Event, List<Reading>> reader;
    private final Recipients recipients;
    private final Runnable onDropped;
    private final Thread thread = new Thread(this::run, "market-wallets");
    private final Queue<Learned> learned = new ConcurrentLinkedQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    /** Guarded by {@link #lock}, as those below. */
    private final AskQueue queue = new AskQueue();

    /** When the next walk is to begin, Unix seconds; {@link Long#MAX_VALUE} when none is to. */
    private long walkAt;

    private boolean isClosed;

    /** Whom the walk came to last, while it is under way. Of {@link #thread} only. */
    private Optional<Bytes32> walked = Optional.empty();

    /**
     * @param keys used by this watch's thread only
     * @param reader reads profiles
     * @param recipients of the receipts that wait for a key
     * @param onDropped told of each recipient that finds the queue full
     */
    public WalletWatch(
            LnurlKeys keys,
            RelayAccess access,
            Function<Event, List<Reading>> reader,
            Recipients recipients,
            Runnable onDropped) {
        this.recipients = recipients;
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

    /** The recipients of the receipts that wait for a key, in the order of their keys. Thread-safe. */
    @FunctionalInterface
    public interface Recipients {
        /** Those behind {@code last}, at most {@code max}. */
        List<Bytes32> after(Bytes32 last, int max);
    }

    public void start() {
        thread.start();
    }

    /** A receipt for this recipient waits for its wallet's key. Any thread, never waits long. */
    public void ask(Bytes32 recipient) {
        change(() -> queue.add(recipient));
    }

    /**
     * The recipient, for whom receipts wait, has a new profile: its wallet is asked now, although another may just have
     * been asked in vain. Any thread, never waits long.
     */
    public void profileChanged(Bytes32 recipient) {
        change(() -> queue.changed(recipient));
    }

    /** Changes the queue. One for whom it says that there is no room is come to by another walk. */
    private void change(BooleanSupplier change) {
        lock.lock();
        try {
            if (!change.getAsBoolean()) {
                onDropped.run();
                walkAt = Math.min(walkAt, now() + WALK_SECONDS);
            }
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return access.clock().instant().getEpochSecond();
    }

    /** What was learned since the last call, for the extension's thread. */
    public Optional<Learned> poll() {
        return Optional.ofNullable(learned.poll());
    }

    private void run() {
        try {
            while (isOpen()) {
                walk();
                Optional<AskQueue.Ask> next = next();
                if (next.isPresent()) {
                    AskQueue.Fate fate = fate(next.get());
                    change(() -> queue.settle(next.get(), fate));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    /** Goes on with the walk, or begins one when it is time. */
    private void walk() {
        int room = roomForWalk();
        if (room == 0) {
            return;
        }
        List<Bytes32> page = recipients.after(walked.orElse(FIRST), Math.min(room, PAGE));
        walked = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
        page.forEach(this::ask);
    }

    private int roomForWalk() {
        lock.lock();
        try {
            if (!isWalkDue()) {
                return 0;
            }
            if (walked.isEmpty()) {
                walkAt = Long.MAX_VALUE;
            }
            return queue.room();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWalkDue() {
        return queue.room() > 0 && (walked.isPresent() || walkAt <= now());
    }

    /** The next to ask, for which it may have to wait; nothing when there is something else to do first. */
    private Optional<AskQueue.Ask> next() throws InterruptedException {
        lock.lock();
        try {
            Optional<AskQueue.Ask> next = queue.take(now());
            while (next.isEmpty() && !isClosed && !isWalkDue()) {
                news.await(1, TimeUnit.SECONDS);
                next = queue.take(now());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasLine(String host) {
        lock.lock();
        try {
            return queue.hasLine(host);
        } finally {
            lock.unlock();
        }
    }

    private AskQueue.Fate fate(AskQueue.Ask ask) {
        try {
            Optional<String> text = address(ask.recipient());
            Optional<LnurlAddress> address = text.flatMap(LnurlAddress::parse);
            return address.isPresent() ? lookUp(ask, text.get(), address.get()) : new AskQueue.Fate.Done();
        } catch (RuntimeException e) {
            LOG.error("event=wallet-failed recipient={}", ask.recipient(), e);
            return new AskQueue.Fate.Done();
        }
    }

    private AskQueue.Fate lookUp(AskQueue.Ask ask, String text, LnurlAddress address) {
        long now = now();
        String own = address.host();
        if (!ask.isInTurn() && hasLine(own) && keys.known(address, now).isEmpty()) {
            return new AskQueue.Fate.Busy(own, now, false);
        }
        LnurlKeys.Answer answer = keys.lookup(address, now);
        return switch (answer.outcome()) {
            case LnurlOutcome.Found(Bytes32 key, boolean allowsNostr) -> {
                learned.add(new Learned(ask.recipient(), text, allowsNostr ? Optional.of(key) : Optional.empty()));
                access.wake();
                yield new AskQueue.Fate.Done();
            }
            case LnurlOutcome.Refused(String reason) -> {
                LOG.info("event=wallet-refused recipient={} reason={}", ask.recipient(), reason);
                yield new AskQueue.Fate.Failed(answer.validUntil());
            }
            case LnurlOutcome.HostBusy(String host) ->
                new AskQueue.Fate.Busy(host, answer.validUntil(), !host.equals(own));
            case LnurlOutcome.Busy() -> new AskQueue.Fate.Paused(answer.validUntil());
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
