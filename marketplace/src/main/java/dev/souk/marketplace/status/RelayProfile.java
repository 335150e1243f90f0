package dev.souk.marketplace.status;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.JsonBytes;
import dev.souk.relay.extension.InfoFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who the relay's key is: its profile (kind 0; NIP-85 asks that a service key explain its algorithm), and the
 * {@code job_market} part of the relay information document (NIP-11). Pure; thread-safe.
 *
 * @param name the relay's name
 * @param website where people can read more, if there is such a place
 * @param zapTrust how far zap receipts are checked
 * @param statisticsKind the kind of the aggregates
 * @param httpPath below which the market answers over HTTP, if it does
 */
public record RelayProfile(
        String name, Optional<String> website, ZapTrust zapTrust, int statisticsKind, Optional<String> httpPath) {
    public static final int KIND = 0;

    /** The profile; its tags are none. */
    public OwnEvent event() {
        JsonBytes json = new JsonBytes(1_024)
                .raw("{\"name\":")
                .string(OwnTags.bounded(name))
                .raw(",\"about\":")
                .string(about());
        website.ifPresent(url -> json.raw(",\"website\":").string(OwnTags.bounded(url)));
        json.raw(",\"bot\":true}");
        return new OwnEvent(KIND, List.of(), new String(json.toBytes(), StandardCharsets.UTF_8));
    }

    private String about() {
        return "The job market of this relay, told by the relay itself: the status of jobs (kind " + JobStatusEvent.KIND
                + "), what providers and customers did (kind " + ProfileEvent.KIND + "), and statistics (kind "
                + statisticsKind + "). All of it is computed, by version " + OwnEvent.RULES_VERSION
                + " of its rules, from signed events that were published here: requests, feedback, results, zap receipts,"
                + " reactions, deletions. Every status names the event that proves it. Money that was asked for, claimed and"
                + " verified is never added up. " + trust() + " No NIP-85 rank is published.";
    }

    private String trust() {
        return zapTrust.verifies()
                ? "A payment is called verified when the key that the recipient's lightning address names has"
                        + " signed the receipt."
                : "Zap receipts are checked by what they hold, not with the recipient's wallet, so no payment is"
                        + " called verified.";
    }

    /** Adds the {@code job_market} object to the relay information document. */
    public void describe(InfoFields document) {
        document.object("job_market", this::writeMarket);
    }

    private void writeMarket(InfoFields market) {
        market.texts(
                        "dialects",
                        Arrays.stream(Dialect.values()).map(Dialect::wire).toList())
                .number("status_kind", JobStatusEvent.KIND)
                .number("provider_kind", ProfileEvent.KIND)
                .number("stats_kind", statisticsKind)
                .texts("windows", AggregateEvent.windows());
        httpPath.ifPresent(path -> market.text("http", path));
        market.text("zap_trust", zapTrust.wire()).number("rules_version", OwnEvent.RULES_VERSION);
    }
}
