package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where one dimension grows with one relay.
 *
 * @param folder for the relay's data and log
 * @param progress hears what is going on
 */
record Place(
        GrowthSettings settings,
        Target target,
        int port,
        Path folder,
        EventLoopGroup group,
        Consumer<String> progress) {
    /** Starts the relay, on the data it had before, if any. */
    Relay start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return target.start(port, data(), log());
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("log");
    }

    /** Tells what is going on. */
    void tell(String what) {
        progress.accept(what);
    }

    /** Tells what is going on with so many. */
    void tell(String what, int count) {
        progress.accept(String.format(Locale.ROOT, "%s %,d", what, count));
    }

    Probe probe() {
        return new Probe(group, settings);
    }

    CorpusFiles corpus() {
        return new CorpusFiles(settings.corpus);
    }
}
