package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Fact.Sentiment;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what people think: reactions (NIP-25) and reviews. Whose opinion counts is not asked here. */
final class Opinions {
    private static final String THUMBS_UP = "\uD83D\uDC4D";
    private static final String THUMBS_DOWN = "\uD83D\uDC4E";

    /** Behind a thumb: tones of skin, and the wish for colour. They mean nothing here. */
    private static final Pattern LOOKS = Pattern.compile("[\\x{1F3FB}-\\x{1F3FF}\\x{FE0F}]");

    /** A thumb and its looks have five UTF-16 units. */
    private static final int LONGEST_SIGN = 8;

    /** Of one to five stars, the fewest that are praise. */
    private static final int GOOD = 3;

    private Opinions() {}

    /** A reaction: of several {@code e} and {@code p} tags the last ones say what it is to (NIP-25). */
    static Optional<Fact.Judgement> reaction(Tags tags, Source source) {
        if (tags.meansOnlyOther(MarketKinds::isJobKind)) {
            return Optional.empty();
        }
        Optional<Bytes32> provider = tags.last("p").flatMap(Bytes32::parse);
        return tags.last("e")
                .flatMap(Bytes32::parse)
                .map(target -> new Fact.Judgement(
                        source, target, provider, sign(tags.event().content())));
    }

    private static Sentiment sign(String content) {
        if (content.length() > LONGEST_SIGN) {
            return Sentiment.NEITHER;
        }
        return switch (LOOKS.matcher(content.strip()).replaceAll("")) {
            case "", "+", THUMBS_UP -> Sentiment.ACCEPT;
            case "-", THUMBS_DOWN -> Sentiment.REJECT;
            default -> Sentiment.NEITHER;
        };
    }

    /** A review with one to five stars; what rates in another way, or something else, is none. */
    static Optional<Fact.Judgement> review(Tags tags, Source source) {
        Optional<Bytes32> target = tags.ids("e", 1).stream().findFirst();
        Optional<Sentiment> stars = tags.first("rating").flatMap(Opinions::stars);
        if (target.isEmpty() || stars.isEmpty() || tags.meansOnlyOther(MarketKinds::isJobKind)) {
            return Optional.empty();
        }
        Optional<Bytes32> provider = tags.ids("p", 1).stream().findFirst();
        return Optional.of(new Fact.Judgement(source, target.get(), provider, stars.get()));
    }

    private static Optional<Sentiment> stars(String rating) {
        if (rating.length() != 1 || rating.charAt(0) < '1' || rating.charAt(0) > '5') {
            return Optional.empty();
        }
        return Optional.of(rating.charAt(0) - '0' >= GOOD ? Sentiment.ACCEPT : Sentiment.REJECT);
    }
}
