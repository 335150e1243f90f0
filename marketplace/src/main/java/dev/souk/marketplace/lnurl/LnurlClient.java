package dev.souk.marketplace.lnurl;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks wallets, whose addresses come from strangers, for the key that signs their zap receipts.
 *
 * <p>The guard: https on port 443 only, hosts that have a name and that the settings admit, every address public and
 * exactly the checked one connected to, at most three redirects with each of them checked anew, one limit of time and
 * one of size for everything, one call in {@link #INTERVAL_SECONDS} seconds to a name and to an address, no proxy, no cookies, no
 * compression, nothing of a client's but the path it wrote itself.
 *
 * <p>Thread-safe. {@link #fetch} waits for the answer, never beyond the timeout. The work itself is done on a thread
 * {@code lnurl-call}, as a name's resolution cannot be interrupted; while {@link #MAX_CALLS} of them hang, callers are
 * told so ({@link LnurlOutcome.Busy}).
 */
public final class LnurlClient implements AutoCloseable {
    /** Calls at the same time, those that are given up and still hang included. */
    public static final int MAX_CALLS = 4;

    /** A host is asked at most once in so many seconds. */
    public static final long INTERVAL_SECONDS = HostPace.INTERVAL_SECONDS;

    private static final Logger LOG = LoggerFactory.getLogger(LnurlClient.class);

    private final LnurlSettings settings;
    private final LnurlNetwork network;
    private final HostPace pace = new HostPace();
    private final ThreadPoolExecutor threads;

    /** A client of the Internet. */
    public LnurlClient(LnurlSettings settings) {
        this(settings, LnurlNetwork.internet());
    }

    /** A client of another network: for tests. */
    public LnurlClient(LnurlSettings settings, LnurlNetwork network) {
        this.settings = settings;
        this.network = network;
        this.threads = new ThreadPoolExecutor(0, MAX_CALLS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "lnurl-call");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Asks the wallet at {@code address}.
     *
     * @param nowSeconds Unix time, for the pace
     */
    public LnurlOutcome fetch(LnurlAddress address, long nowSeconds) {
        if (settings.mode() == LnurlSettings.Mode.OFF) {
            return new LnurlOutcome.Refused("off");
        }
        if (!settings.admits(address.host())) {
            return new LnurlOutcome.Refused("host-not-allowed");
        }
        LnurlCall call = new LnurlCall(settings, network, pace, address, nowSeconds);
        try {
            return await(threads.submit(call), call, address);
        } catch (RejectedExecutionException e) {
            return threads.isShutdown() ? new LnurlOutcome.Refused("closed") : new LnurlOutcome.Busy();
        }
    }

    private LnurlOutcome await(Future<LnurlOutcome> answer, LnurlCall call, LnurlAddress address) {
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.abort();
            return new LnurlOutcome.Refused("timeout");
        } catch (InterruptedException e) {
            call.abort();
            Thread.currentThread().interrupt();
            return new LnurlOutcome.Refused("closed");
        } catch (ExecutionException e) {
            // A stranger's answer must not stop the caller, whatever is wrong with it or with us.
            LOG.error("event=lnurl_call_failed host={}", address.host(), e.getCause());
            return new LnurlOutcome.Refused("bad-http");
        }
    }

    /** Takes no more calls. Those under way end by themselves within their timeout, on daemon threads. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
