package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what providers tell of themselves: what they do (NIP-89), and where they are paid (kind 0). */
final class Announcements {
    private static final int MAX_HANDLER = 200;
    private static final int MAX_KINDS = 100;
    private static final int MAX_TYPES = 100;
    private static final int MAX_NAME = 100;
    private static final int MAX_ABOUT = 1_000;
    private static final int MAX_PICTURE = 500;
    private static final int MAX_LUD16 = 320;
    private static final int MAX_LUD06 = 2_000;

    /** {@code image} is what the first announcements said for {@code picture}. */
    private static final Set<String> SHOWN = Set.of("name", "about", "picture", "image");

    private static final Set<String> PAID_AT = Set.of("lud16", "lud06");

    private Announcements() {}

    /** A handler of jobs; nothing when it handles other things. */
    static Optional<Reading> handler(Tags tags, Source source) {
        List<Integer> kinds = kinds(tags);
        List<String> types = types(tags, kinds);
        if (kinds.isEmpty() && (types.isEmpty() || tags.has("k"))) {
            return Optional.empty();
        }
        String handler = tags.event().firstValue("d").orElse("");
        if (handler.length() > MAX_HANDLER) {
            return Optional.of(new Reading.Useless("long-handler"));
        }
        Fields shown = Fields.read(tags.event().content(), SHOWN);
        return Optional.of(new Reading.Announced(
                source,
                handler,
                kinds,
                types,
                shown.text("name").map(name -> Text.cut(name, MAX_NAME)),
                shown.text("about").map(about -> Text.cut(about, MAX_ABOUT)),
                shown.text("picture").or(() -> shown.text("image")).flatMap(url -> Text.whole(url, MAX_PICTURE))));
    }

    /** The request kinds that it names; some name them in {@code t} tags. */
    private static List<Integer> kinds(Tags tags) {
        return Stream.concat(tags.values("k"), tags.values("t"))
                .map(Tags::kind)
                .filter(MarketKinds::isRequest)
                .distinct()
                .limit(MAX_KINDS)
                .toList();
    }

    /** The names of types. Where a kind says the type, a {@code t} tag is a topic; where {@code j} does, it may be one. */
    private static List<String> types(Tags tags, List<Integer> kinds) {
        boolean isTypeNamed = kinds.contains(MarketKinds.JOB_REQUEST) || kinds.contains(MarketKinds.FORK_REQUEST);
        String tag = isTypeNamed && !tags.has("j") ? "t" : "j";
        return tags.values(tag)
                .filter(name -> !name.isEmpty() && name.length() <= JobType.MAX_LENGTH - 2)
                .filter(name -> !MarketKinds.isRequest(Tags.kind(name)))
                .distinct()
                .limit(MAX_TYPES)
                .toList();
    }

    /** Where somebody is paid; a profile that does not tell says that it is nowhere. */
    static Optional<Reading> profile(Tags tags, Source source) {
        Fields fields = Fields.read(tags.event().content(), PAID_AT);
        if (!fields.isWhole()) {
            return Optional.empty();
        }
        return Optional.of(new Reading.PaidAt(
                source,
                fields.text("lud16").flatMap(address -> Text.whole(address, MAX_LUD16)),
                fields.text("lud06").flatMap(lnurl -> Text.whole(lnurl, MAX_LUD06))));
    }
}
