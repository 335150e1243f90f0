package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;

/** Requests and sources as fields. */
final class RequestCodec {
    private RequestCodec() {}

    static void write(FieldWriter out, JobRequest request) {
        source(out, request.source());
        out.choice(request.dialect());
        out.text(request.type().name());
        out.optional(request.model(), out::text);
        out.optional(request.bid(), bid -> {
            out.number(bid.msat());
            out.optionalNumber(bid.maxMsat());
            out.choice(bid.unit());
        });
        out.optionalNumber(request.deadline());
        out.ids(request.targets());
        out.ids(request.dependsOn());
        out.optional(request.name(), out::text);
        out.flag(request.isEncrypted());
        out.flag(request.isRecovered());
    }

    static JobRequest read(FieldReader in) {
        return new JobRequest(
                source(in),
                in.choice(Dialect.class),
                new JobType(in.text()),
                in.optional(in::text),
                in.optional(() -> new Bid(in.number(), in.optionalNumber(), in.choice(UnitReading.class))),
                in.optionalNumber(),
                in.ids(),
                in.ids(),
                in.optional(in::text),
                in.flag(),
                in.flag());
    }

    static void source(FieldWriter out, Source source) {
        out.id(source.id());
        out.number(source.kind());
        out.id(source.author());
        out.number(source.createdAt());
        out.number(source.seenAtMillis());
    }

    static Source source(FieldReader in) {
        return new Source(in.id(), (int) in.number(), in.id(), in.number(), in.number());
    }
}
