package dev.souk.relay.lists;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Identifier;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.ListsConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.moderation.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operator's lists. A list that allows allows nothing else; one that is not there limits nothing. Its thread {@code
 * lists} looks once a second for files that have changed; everything else is thread-safe and never waits.
 */
public final class Lists implements AutoCloseable {
    private static final int MAX_WORD = 200;

    private final Supplier<ListsConfig> settings;
    private final ListFile<Bytes32, Set<Bytes32>> allowPubkeys = pubkeys("allow-pubkeys");
    private final ListFile<Bytes32, Set<Bytes32>> denyPubkeys = pubkeys("deny-pubkeys");
    private final ListFile<Bytes32, Set<Bytes32>> trustedPubkeys = pubkeys("trusted-pubkeys");
    private final ListFile<KindRange, Kinds> allowKinds = kinds("allow-kinds");
    private final ListFile<KindRange, Kinds> denyKinds = kinds("deny-kinds");
    private final ListFile<Network, Networks> allowAddresses = addresses("allow-addresses");
    private final ListFile<Network, Networks> denyAddresses = addresses("deny-addresses");
    private final ListFile<String, Words> allowWords = words("allow-words");
    private final ListFile<String, Words> denyWords = words("deny-words");
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    public Lists(Supplier<ListsConfig> settings, Health health) {
        this.settings = settings;
        this.thread = health.vital("lists", this::run);
    }

    private static ListFile<Bytes32, Set<Bytes32>> pubkeys(String name) {
        return new ListFile<>(name, "64 hex digits or an npub", Identifier::pubkey, Set::copyOf);
    }

    private static ListFile<KindRange, Kinds> kinds(String name) {
        return new ListFile<>(name, "a kind, or a range like 30000-39999", Lists::kind, Kinds::new);
    }

    private static ListFile<Network, Networks> addresses(String name) {
        return new ListFile<>(name, "an address, or a range like 10.0.0.0/8", Network::parse, Networks::new);
    }

    private static ListFile<String, Words> words(String name) {
        return new ListFile<>(name, "2 to 200 characters", Lists::word, Words::new);
    }

    private static Optional<KindRange> kind(String text) {
        try {
            return Optional.of(KindRange.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> word(String text) {
        return Optional.of(Words.fold(text)).filter(word -> word.length() > 1 && word.length() <= MAX_WORD);
    }

    private Stream<ListFile<?, ?>> all() {
        return Stream.of(
                allowPubkeys,
                denyPubkeys,
                trustedPubkeys,
                allowKinds,
                denyKinds,
                allowAddresses,
                denyAddresses,
                allowWords,
                denyWords);
    }

    /**
     * Reads all lists, and goes on looking after them.
     *
     * @throws ListException when one of them cannot be used
     */
    public void start() {
        List<String> problems = read();
        if (!problems.isEmpty()) {
            throw new ListException(String.join("\n", problems));
        }
        thread.start();
    }

    /** Reads all lists once, and says what is wrong with them. */
    public List<String> read() {
        ListsConfig config = settings.get();
        return all().flatMap(file -> file.open(config.folder(), config.maxEntries()).stream())
                .toList();
    }

    private void run() {
        try {
            while (!stopping.await(1, TimeUnit.SECONDS)) {
                ListsConfig config = settings.get();
                all().forEach(file -> file.look(config.folder(), config.maxEntries()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The only authors whose events are taken, if they are listed. */
    public Optional<Set<Bytes32>> allowPubkeys() {
        return allowPubkeys.list();
    }

    public Optional<Set<Bytes32>> denyPubkeys() {
        return denyPubkeys.list();
    }

    public Optional<Kinds> allowKinds() {
        return allowKinds.list();
    }

    public Optional<Kinds> denyKinds() {
        return denyKinds.list();
    }

    public Optional<Networks> allowAddresses() {
        return allowAddresses.list();
    }

    public Optional<Networks> denyAddresses() {
        return denyAddresses.list();
    }

    public Optional<Words> allowWords() {
        return allowWords.list();
    }

    public Optional<Words> denyWords() {
        return denyWords.list();
    }

    /** Keys that no limit holds for. */
    Optional<Set<Bytes32>> trustedPubkeys() {
        return trustedPubkeys.list();
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
