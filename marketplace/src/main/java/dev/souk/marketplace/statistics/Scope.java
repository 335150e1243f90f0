package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import java.util.List;

/** Whose jobs a tally is about. Comparison and storage are by the bytes of {@link TallyKey}. */
public sealed interface Scope {
    /** All jobs. */
    record Market() implements Scope {}

    /** The jobs of one type. */
    record OfType(JobType type) implements Scope {}

    /** The jobs one provider took part in, as far as it did. */
    record OfProvider(Bytes32 provider) implements Scope {}

    /** The jobs one customer asked for. */
    record OfCustomer(Bytes32 customer) implements Scope {}

    /** The jobs of one type that one provider took part in: who does this kind of work well. */
    record OfTypeAndProvider(JobType type, Bytes32 provider) implements Scope {}

    /**
     * The buckets that are kept, finest first. The market and its types have all; people have days and the total only,
     * or everybody who ever said a word would fill a row each five minutes.
     */
    default List<Granularity> granularities() {
        return switch (this) {
            case Market market -> List.of(Granularity.values());
            case OfType type -> List.of(Granularity.values());
            case OfProvider provider -> List.of(Granularity.DAY, Granularity.TOTAL);
            case OfCustomer customer -> List.of(Granularity.DAY, Granularity.TOTAL);
            case OfTypeAndProvider both -> List.of(Granularity.DAY, Granularity.TOTAL);
        };
    }
}
