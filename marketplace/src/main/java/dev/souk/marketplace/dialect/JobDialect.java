package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import java.util.Optional;

/** One era of the job protocol: what is particular in how it spells a request and a price. */
sealed interface JobDialect permits DraftDialect, RevisedDialect, ForkDialect, Kinds65Dialect, Nip90Dialect {
    /** The part that an event plays in a job. */
    enum Part {
        REQUEST,
        RESULT,
        FEEDBACK
    }

    /** Reads a request. */
    JobRequest request(Tags tags, Source source, boolean isRecovered);

    /** What a result or a feedback asks to be paid. */
    Optional<Price> price(Tags tags);

    /** Reads a result. */
    default Fact.Result result(Tags tags, Source source) {
        StatusWord word = tags.status();
        return new Fact.Result(
                source,
                word.status(),
                word.raw(),
                price(tags),
                tags.ids("p", 1).stream().findFirst(),
                tags.isEncrypted(),
                false);
    }

    /** Reads a feedback. */
    default Fact.Feedback feedback(Tags tags, Source source) {
        StatusWord word = tags.status();
        return new Fact.Feedback(
                source,
                word.status(),
                word.raw(),
                price(tags),
                tags.ids("p", 1).stream().findFirst(),
                tags.isEncrypted(),
                false);
    }
}
