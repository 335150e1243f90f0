package dev.souk.relay.mirror;

import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.HostPort;
import dev.souk.relay.config.MirrorsConfig;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.transport.client.PeerException;
import dev.souk.relay.transport.client.PeerTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this relay in step with one other, on its own thread {@code mirror-<name>}: calls it, holds a {@link Conversation}, and
 * when that has ended calls again after a while. Whatever goes wrong there is no trouble of the relay. Ends by an interrupt.
 */
final class Mirror {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    /** Most relays that want a proof say so at once. */
    private static final Duration CHALLENGE_WAIT = Duration.ofSeconds(1);

    /** For relays that have turned this one away for want of a proof. */
    private static final Duration LONG_CHALLENGE_WAIT = Duration.ofSeconds(10);

    private final Shared shared;
    private final MirrorConfig config;
    private final MirrorMeters meters;
    private final Bookmarks bookmarks;
    private final Memory memory = new Memory();
    private final Complaints complaints;
    private final Backoff backoff;
    private final Optional<Thread> predecessor;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Duration challengeWait = CHALLENGE_WAIT;
    private String lastTrouble = "";

    /** @param predecessor of the same name with other settings, which is ending */
    Mirror(Shared shared, MirrorConfig config, MirrorMeters meters, Optional<Thread> predecessor) {
        this.shared = shared;
        this.config = config;
        this.meters = meters;
        this.predecessor = predecessor;
        this.bookmarks = new Bookmarks(shared.access().table("bookmarks"), config);
        this.complaints = new Complaints(config.name());
        this.backoff = new Backoff(shared::settings, RandomGenerator.getDefault());
        this.thread = new Thread(this::run, "mirror-" + config.name());
        thread.setDaemon(true);
    }

    MirrorConfig config() {
        return config;
    }

    Thread thread() {
        return thread;
    }

    void start() {
        thread.start();
    }

    /** Has it end soon. Any thread, never waits. */
    void stop() {
        stopping.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            if (predecessor.isPresent()) {
                predecessor.get().join();
            }
            while (stopping.getCount() > 0) {
                Duration wait = backoff.next(visit());
                stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.debug("event=mirror-interrupted mirror={}", config.name(), e);
        }
        LOG.info("event=mirror-ended mirror={}", config.name());
    }

    /** One connection, from its beginning to its end. Returns why it ended. */
    private Cause visit() throws InterruptedException {
        try (Talk talk = Talk.open(shared.network(), target(), shared.settings().answerTimeout())) {
            meters.connected();
            LOG.info("event=mirror-connected mirror={} url={}", config.name(), config.url());
            lastTrouble = "";
            try {
                return converse(new Conversation(shared, config, talk, memory, meters, complaints));
            } finally {
                meters.disconnected();
            }
        } catch (PeerException e) {
            meters.notConnected();
            tellOnce("mirror-unreachable", String.valueOf(e.getMessage()));
            return Cause.AWAY;
        } catch (RuntimeException e) {
            // Whatever it is, only this mirror may suffer from it.
            LOG.error("event=mirror-failed mirror={}", config.name(), e);
            return Cause.OURS;
        }
    }

    private Cause converse(Conversation conversation) throws InterruptedException {
        try {
            conversation.greet(challengeWait);
            challengeWait = CHALLENGE_WAIT;
            new Course(shared, config, conversation, bookmarks, backoff).run();
        } catch (EndedException e) {
            challengeWait = e.whose() == Cause.UNWELCOME ? LONG_CHALLENGE_WAIT : CHALLENGE_WAIT;
            tellOnce("mirror-lost", e.what());
            return e.whose();
        }
        throw new IllegalStateException("a course has no end of its own");
    }

    /** A relay that stays away would fill the log. */
    private void tellOnce(String event, String what) {
        String text = Complaints.clean(what);
        if (!text.equals(lastTrouble)) {
            lastTrouble = text;
            LOG.warn("event={} mirror={} what=\"{}\"", event, config.name(), text);
        }
    }

    private PeerTarget target() {
        MirrorsConfig settings = shared.settings();
        return new PeerTarget(
                config.url(),
                config.proxy().map(Mirror::lookedUp),
                settings.connectTimeout(),
                settings.pingInterval(),
                settings.maxMessageBytes());
    }

    private static InetSocketAddress lookedUp(HostPort proxy) {
        return new InetSocketAddress(proxy.host(), proxy.port());
    }
}
