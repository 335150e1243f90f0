package dev.souk.deploy;

import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** Runs souk commands inside the test's process, in one folder. Owned by one thread. */
final class Shell {
    /** What a command left behind; {@code out} holds both what went through picocli and the bytes of an export. */
    record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private byte[] in = new byte[0];
    private Optional<OutputStream> out = Optional.empty();
    private InstantSource clock = InstantSource.system();

    Shell(Path folder) {
        this.folder = folder;
        environment.put("SOUK_STORAGE_PATH", storePath().toString());
        environment.put("SOUK_STORAGE_BLOCK_CACHE_BYTES", "8388608");
    }

    Path storePath() {
        return folder.resolve("store");
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell input(byte[] bytes) {
        in = bytes;
        return this;
    }

    /** From now on it is that time, in Unix seconds. */
    Shell at(long seconds) {
        clock = InstantSource.fixed(Instant.ofEpochSecond(seconds));
        return this;
    }

    /** Bytes of exports go there instead of into the result. */
    Shell output(OutputStream stream) {
        out = Optional.of(stream);
        return this;
    }

    /** The store of the commands, for a look from outside; to be closed before the next command. */
    EventStore store() {
        return Parts.openStore(RocksConfig.DEFAULT.at(storePath()), InstantSource.system());
    }

    /** Runs a command on a thread of its own: the client that it may use needs those of the common pool. */
    CompletableFuture<Result> start(String... args) {
        return CompletableFuture.supplyAsync(() -> run(args), task -> new Thread(task, "command").start());
    }

    Result run(String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                Parts::openStore,
                Parts::startRelay,
                clock,
                environment,
                folder,
                new ByteArrayInputStream(in),
                out.orElse(bytes),
                Optional.empty());
        StringWriter lines = new StringWriter();
        StringWriter diagnostics = new StringWriter();
        CommandLine line =
                Souk.commandLine(surroundings).setOut(new PrintWriter(lines)).setErr(new PrintWriter(diagnostics));
        int exitCode = line.execute(Souk.withDefault(args));
        return new Result(exitCode, lines + bytes.toString(StandardCharsets.UTF_8), diagnostics.toString());
    }
}
