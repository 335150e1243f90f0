package dev.souk.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an operator does while a relay soaks: changes the configuration and looks whether it is followed, makes a backup,
 * and has the store checked, in turn. Owned by one thread.
 */
final class SoakOperator {
    private static final long FOLLOWED_SECONDS = 20;

    /** What only passes is kept for so long, and looked for so often. */
    private static final String PASSING_AGE = "1m";

    private static final String RETENTION_INTERVAL = "10s";

    private final String souk;
    private final Path folder;
    private final int port;
    private final int monitoringPort;
    private final List<String> failures = new ArrayList<>();
    private int reloads;
    private int backups;
    private int checks;
    private long lastBackupNanos;

    /** @param souk the command of the distribution */
    SoakOperator(String souk, Path folder, int port, int monitoringPort) {
        this.souk = souk;
        this.folder = folder;
        this.port = port;
        this.monitoringPort = monitoringPort;
    }

    /** Takes turns until a time. */
    void run(Relay relay, long endNanos, int pauseSeconds) throws IOException, InterruptedException {
        for (int turn = 0; System.nanoTime() - endNanos < 0; turn++) {
            TimeUnit.SECONDS.sleep(pauseSeconds);
            reload(relay, "Soak " + turn, turn % 2 == 0 ? 200 : 300);
            if (turn % 2 == 0) {
                long before = System.nanoTime();
                if (tried("backup --keep 3 " + backupFolder())) {
                    backups++;
                    lastBackupNanos = before;
                }
            }
            if (turn % 4 == 3 && tried("verify --quiet")) {
                checks++;
            }
        }
    }

    private void reload(Relay relay, String name, int maxSubscriptions) throws IOException, InterruptedException {
        configure(name, maxSubscriptions);
        long start = System.nanoTime();
        while (!relay.infoField("name").equals(name)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(FOLLOWED_SECONDS)) {
                failures.add("a changed configuration was not followed: info.name = " + name);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        reloads++;
    }

    /** Writes the configuration as editors do: a new file takes the place of the old one. */
    void configure(String name, int maxSubscriptions) throws IOException {
        Path fresh = folder.resolve("souk.toml.new");
        Files.writeString(
                fresh,
                String.format(
                        Locale.ROOT,
                        """
                [server]
                port = %d
                [monitoring]
                port = %d
                [storage]
                path = "%s"
                [limits]
                max_subscriptions = %d
                [retention]
                rules = ["kinds=%d age=%s"]
                interval = "%s"
                [info]
                name = "%s"
                """,
                        port,
                        monitoringPort,
                        data(),
                        maxSubscriptions,
                        Fates.PASSING,
                        PASSING_AGE,
                        RETENTION_INTERVAL,
                        name));
        Files.move(fresh, config(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How the relay is started. */
    String relayCommand() {
        return souk + " relay --config " + config();
    }

    Path config() {
        return folder.resolve("souk.toml");
    }

    Path data() {
        return folder.resolve("data").toAbsolutePath();
    }

    Path backupFolder() {
        return folder.resolve("backup").toAbsolutePath();
    }

    /** Runs a command of the distribution to its end; when it fails, that is a failure. */
    boolean tried(String command) throws InterruptedException {
        return tried(command, new File("/dev/null"));
    }

    boolean tried(String command, File output) throws InterruptedException {
        try {
            Commands.run(
                    Commands.of(souk + " " + command + " --config " + config(), port, data(), data()),
                    output,
                    folder.resolve("log").toFile());
            return true;
        } catch (IOException e) {
            failures.add("souk " + command + ": " + e.getMessage());
            return false;
        }
    }

    /** When the newest backup was begun; what was accepted before must be in it. */
    long lastBackupNanos() {
        return lastBackupNanos;
    }

    /** What went wrong, in words. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Measured> figures() {
        return List.of(
                Measured.of("soak operator", "reloads followed", reloads),
                Measured.of("soak operator", "backups", backups),
                Measured.of("soak operator", "checks of the store", checks));
    }
}
