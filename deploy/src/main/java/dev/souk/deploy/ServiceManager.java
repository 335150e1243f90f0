package dev.souk.deploy;

import dev.souk.relay.transport.ServiceSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells systemd how the service is (sd_notify): READY when clients may come, STOPPING when no more may, and as often as its
 * watchdog asks for it that the relay is alive, as long as that is so. Trouble that a restart would not mend, such as a full
 * disk, stands in the status only. Does nothing where there is no such manager. The thread {@code watchdog} sends.
 */
final class ServiceManager implements AutoCloseable {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    private final Optional<ServiceSocket> socket;
    private final Duration interval;
    private final Supplier<Vitals> vitals;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "watchdog");

    /**
     * How the relay is.
     *
     * @param problem what is wrong, if anything
     * @param isDead whether only a restart can mend it
     */
    record Vitals(Optional<String> problem, boolean isDead) {}

    private ServiceManager(Optional<ServiceSocket> socket, Duration interval, Supplier<Vitals> vitals) {
        this.socket = socket;
        this.interval = interval;
        this.vitals = vitals;
    }

    /** The one that the environment names, which is told from now on. */
    static ServiceManager tell(Map<String, String> environment, Supplier<Vitals> vitals) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        Optional<ServiceSocket> socket = name.isEmpty() ? Optional.empty() : ServiceSocket.open(name);
        ServiceManager manager = new ServiceManager(socket, interval(environment), vitals);
        if (socket.isPresent()) {
            socket.get().send("READY=1\nSTATUS=serving");
            manager.thread.setDaemon(true);
            manager.thread.start();
        }
        return manager;
    }

    /** Three times as often as the watchdog needs to hear something. */
    private static Duration interval(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        return micros.matches("[1-9][0-9]{0,17}")
                ? Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) / 3)
                : DEFAULT_INTERVAL;
    }

    private void run() {
        try {
            while (!stopping.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                Vitals now = vitals.get();
                String status = "STATUS=" + now.problem().orElse("serving").replace('\n', ' ');
                socket.ifPresent(open -> open.send(now.isDead() ? status : "WATCHDOG=1\n" + status));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No more clients are let in. */
    void stopping() {
        if (stopping.getCount() == 0) {
            return;
        }
        stopping.countDown();
        socket.ifPresent(open -> open.send("STOPPING=1\nSTATUS=finishing what is under way"));
    }

    @Override
    public void close() {
        stopping.countDown();
        socket.ifPresent(ServiceSocket::close);
    }
}
