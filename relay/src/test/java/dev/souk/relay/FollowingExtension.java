package dev.souk.relay;

import dev.souk.relay.extension.FeedFollower;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down when it is called, in memory. */
final class FollowingExtension implements RelayExtension, FeedFollower {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Optional<RelayAccess> access = Optional.empty();
    private volatile Duration sleep = Duration.ofDays(1);
    private volatile Duration pageTime = Duration.ZERO;
    private volatile CountDownLatch mayGoOn = new CountDownLatch(0);
    private volatile long maxLag = Long.MAX_VALUE;
    private final AtomicInteger failures = new AtomicInteger();

    @Override
    public String name() {
        return "following";
    }

    @Override
    public boolean mustSee(int kind) {
        return kind == 1;
    }

    @Override
    public long maxLag() {
        return maxLag;
    }

    @Override
    public void start(RelayAccess given) {
        access = Optional.of(given);
        given.follow(0, this);
    }

    @Override
    public void changes(RelayAccess.Page page) {
        boolean fails = isToFail();
        note("page " + page.changes().size());
        failIf(fails);
        Eventually.holds("it may go on", () -> mayGoOn.getCount() == 0);
        long end = System.nanoTime() + pageTime.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Override
    public Duration idle() {
        boolean fails = isToFail();
        note("idle");
        failIf(fails);
        return sleep;
    }

    private void note(String call) {
        boolean isOnItsThread = Thread.currentThread().getName().equals("ext-following");
        calls.add(isOnItsThread ? call : call + " on " + Thread.currentThread().getName());
    }

    private boolean isToFail() {
        return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private static void failIf(boolean fails) {
        if (fails) {
            throw new IllegalStateException("failing on purpose");
        }
    }

    RelayAccess access() {
        return access.orElseThrow();
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    int idles() {
        return (int) calls.stream().filter("idle"::equals).count();
    }

    /** From now on it does not go on with a page before it is let go. */
    void holdPages() {
        mayGoOn = new CountDownLatch(1);
    }

    void letGo() {
        mayGoOn.countDown();
    }

    /** From now on it wants to sleep that long at most. */
    void sleepAtMost(Duration time) {
        sleep = time;
    }

    /** From now on each page takes that long. */
    void takeForAPage(Duration time) {
        pageTime = time;
    }

    /** From now on it wants to be so many changes behind at most. */
    void lagAtMost(long changes) {
        maxLag = changes;
    }

    /** Fails at the next calls. */
    void failNext(int times) {
        failures.set(times);
    }

    boolean hasFailed() {
        return failures.get() == 0;
    }

    /** Milliseconds until it has been idle so many times more, waking it each time it was. */
    long millisToWake(int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            int before = idles();
            access().wake();
            Eventually.holds("it was woken", () -> idles() > before);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
