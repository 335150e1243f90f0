package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Dossiers as bytes: a version, then the fields in order, as {@link FieldWriter} writes them. A new version reads the
 * old ones, as dossiers outlive the events they were made of.
 */
final class DossierCodec {
    private static final int VERSION = 1;

    private DossierCodec() {}

    static byte[] encode(Dossier dossier) {
        FieldWriter out = new FieldWriter();
        out.small(VERSION);
        out.optional(dossier.request(), request -> RequestCodec.write(out, request));
        out.optional(dossier.cancellation(), retraction -> write(out, retraction));
        out.number(dossier.dropped());
        List<Dossier.Entry> entries = dossier.entries();
        out.number(entries.size());
        for (Dossier.Entry entry : entries) {
            FactCodec.write(out, entry.fact());
            out.optional(entry.retraction(), retraction -> write(out, retraction));
        }
        return out.toBytes();
    }

    static Dossier decode(Bytes32 id, byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        in.version(VERSION);
        Optional<JobRequest> request = in.optional(() -> RequestCodec.read(in));
        Optional<Retraction> cancellation = in.optional(() -> retraction(in));
        long dropped = in.number();
        int count = (int) in.number();
        List<Dossier.Entry> entries = new ArrayList<>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            entries.add(new Dossier.Entry(FactCodec.read(in), in.optional(() -> retraction(in))));
        }
        return Dossier.restored(id, request, cancellation, entries, dropped);
    }

    /** True when the request of the encoded dossier is known. */
    static boolean hasRequest(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        in.version(VERSION);
        return in.optional(() -> true).isPresent();
    }

    static byte[] encode(Retraction retraction) {
        FieldWriter out = new FieldWriter();
        write(out, retraction);
        return out.toBytes();
    }

    static Retraction retraction(byte[] bytes) {
        return retraction(new FieldReader(bytes));
    }

    private static void write(FieldWriter out, Retraction retraction) {
        out.optional(retraction.request(), out::id);
        out.number(retraction.at());
    }

    private static Retraction retraction(FieldReader in) {
        return new Retraction(in.optional(in::id), in.number());
    }
}
