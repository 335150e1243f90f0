package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;

/** What one event means to the marketplace. */
public sealed interface Reading {
    /** A job is asked for. */
    record Asked(JobRequest request) implements Reading {}

    /**
     * A provider, or the customer, says something about a job: a {@link Fact.Feedback} or a {@link Fact.Result} whose
     * {@code isWeak} is still false.
     */
    record Said(Fact fact, Link link) implements Reading {}

    /** An opinion or a payment: a {@link Fact.Judgement} or a {@link Fact.Payment}, filed where its target is. */
    record About(Fact fact, Bytes32 target) implements Reading {}

    /** The author takes events back; only its own count. {@code targets} has no repetitions. */
    record TakenBack(Source source, List<Bytes32> targets) implements Reading {
        public TakenBack {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A provider tells what it does (NIP-89, kind 31990).
     *
     * @param handler the {@code d} tag: one provider may announce several handlers
     * @param kinds the kinds it serves
     * @param types the job types it serves, where {@code j} or {@code t} tags tell
     * @param name at most 100 characters, as {@code about} at most 1,000, {@code picture} at most 500
     */
    record Announced(
            Source source,
            String handler,
            List<Integer> kinds,
            List<String> types,
            Optional<String> name,
            Optional<String> about,
            Optional<String> picture)
            implements Reading {
        public Announced {
            kinds = List.copyOf(kinds);
            types = List.copyOf(types);
        }
    }

    /** A provider says that it is alive (11998, 30333, a pong). */
    record Beat(Source source) implements Reading {}

    /**
     * Where somebody is paid, by its profile (kind 0).
     *
     * @param lud16 a lightning address
     * @param lud06 a bech32 LNURL
     */
    record PaidAt(Source source, Optional<String> lud16, Optional<String> lud06) implements Reading {}

    /** The author asks to vanish, with all it said up to then (kind 62). Whether that counts here, the relay knows. */
    record Vanished(Source source) implements Reading {}

    /**
     * It, or a part of it, looks like the market's and cannot be used. Counted by reason, and nothing else.
     *
     * @param reason a fixed word, such as {@code no-job}: never the client's text
     */
    record Useless(String reason) implements Reading {}
}
