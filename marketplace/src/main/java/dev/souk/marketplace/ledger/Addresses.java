package dev.souk.marketplace.ledger;

import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;

/**
 * Where the market's events are published: kinds and {@code d} tags.
 *
 * @param statsKind of aggregates, an addressable kind
 */
public record Addresses(int statsKind) {
    /** The kind of job status events; {@code d} is the job's id (NIP-85, events as subject). */
    public static final int JOB_STATUS = 30_383;

    /** The kind of profiles; {@code d} is the public key (NIP-85, users as subject). */
    public static final int PROFILE = 30_382;

    /** Unless the operator says otherwise. */
    public static final int DEFAULT_STATS_KIND = 38_690;

    /** The {@code d} tag of an aggregate: {@code market:24h}, {@code j:translation:7d}, {@code k:5300:30d}. */
    public static String aggregate(Scope scope, Window window) {
        String subject = switch (scope) {
            case Scope.Market all -> "market";
            case Scope.OfType(var type) -> type.name();
            case Scope.OfProvider provider -> throw new IllegalArgumentException("a provider has a profile");
            case Scope.OfCustomer customer -> throw new IllegalArgumentException("a customer has a profile");
            case Scope.OfTypeAndProvider both -> throw new IllegalArgumentException("a provider has a profile");
        };
        return subject + ":" + window.wire();
    }
}
