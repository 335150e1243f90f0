package dev.souk.marketplace.api;

import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Distinct;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Measure;
import dev.souk.marketplace.statistics.Money;
import dev.souk.marketplace.statistics.Quantiles;
import dev.souk.marketplace.statistics.Summary;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes the numbers of a scope. */
final class SummaryDocument {
    private SummaryDocument() {}

    /** The fields of a summary, into an object that is open. */
    static void write(Json json, Summary summary) {
        for (Counter counter : Counter.values()) {
            json.put(counter.wire(), summary.count(counter));
        }
        for (Money money : Money.values()) {
            json.put(money.name().toLowerCase(Locale.ROOT) + "_msat", summary.sum(money));
        }
        json.put("fill_permille", permille(summary.fillRate()))
                .put("completion_permille", permille(summary.completionRate()))
                .put("completion_by_customer_permille", permille(summary.completionByCustomer()))
                .put("conversion_permille", permille(summary.conversion()))
                .put("dispute_permille", permille(summary.disputeRate()))
                .put("top_provider_permille", permille(summary.topProviderShare()))
                .put("repeat_customers", summary.repeatCustomers())
                .object("people");
        for (Group group : Group.values()) {
            write(json, group, summary.people(group));
        }
        json.end();
        for (Measure measure : Measure.values()) {
            write(json, measure, summary.distribution(measure));
        }
    }

    private static OptionalLong permille(OptionalDouble share) {
        return share.isPresent() ? OptionalLong.of(Math.round(share.getAsDouble() * 1_000)) : OptionalLong.empty();
    }

    private static void write(Json json, Group group, Distinct people) {
        json.object(group.name().toLowerCase(Locale.ROOT))
                .put("count", people.count())
                .put("exact", people.isExact())
                .end();
    }

    private static void write(Json json, Measure measure, Quantiles quantiles) {
        json.object(field(measure))
                .put("samples", quantiles.samples())
                .put("min", quantiles.min())
                .put("p50", quantiles.p50())
                .put("p90", quantiles.p90())
                .put("p95", quantiles.p95())
                .put("p99", quantiles.p99())
                .put("max", quantiles.max())
                .end();
    }

    private static String field(Measure measure) {
        return switch (measure) {
            case FIRST_OFFER -> "first_offer_ms";
            case FIRST_RESULT -> "first_result_ms";
            case PRICE -> "price_msat";
        };
    }
}
