package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one provider said of one job, read once: which of its statements is the first or the newest of its sort. */
final class Statements {
    private final Terms terms;
    private final List<Dossier.Entry> said;
    private final Set<Offer.Flag> flags = EnumSet.noneOf(Offer.Flag.class);
    private boolean isAnyLive;
    private long lastSpokeAt = Long.MIN_VALUE;
    private OptionalLong asked = OptionalLong.empty();
    private Optional<Bytes32> withdrawal = Optional.empty();
    private @Nullable Source first;
    private @Nullable Source firstResult;
    private @Nullable Source firstDelivery;
    private @Nullable Source newestDelivery;
    private @Nullable Source newestResult;
    private @Nullable Source newestFeedback;
    private @Nullable Source newestPart;
    private @Nullable Source newestQuote;
    private @Nullable Source newestProgress;
    private @Nullable Source newestError;
    private @Nullable Source newestPrice;
    private @Nullable Source newestWord;
    private Offer.Work word = Offer.Work.NONE;

    /** @param said oldest first */
    Statements(Terms terms, List<Dossier.Entry> said) {
        this.terms = terms;
        this.said = said;
        for (Dossier.Entry entry : said) {
            Fact fact = entry.fact();
            Offer.Work meaning = Meaning.of(fact);
            if (first == null) {
                first = fact.source();
            }
            if (firstResult == null && meaning == Offer.Work.DELIVERED) {
                firstResult = fact.source();
            }
            if (entry.isLive()) {
                isAnyLive = true;
                hear(fact, meaning);
            } else {
                entry.retraction().get().request().ifPresent(request -> withdrawal = Optional.of(request));
            }
        }
    }

    private void hear(Fact fact, Offer.Work meaning) {
        Source source = fact.source();
        lastSpokeAt = Math.max(lastSpokeAt, source.at());
        switch (fact) {
            case Fact.Feedback feedback -> {
                newestFeedback = Moments.newer(newestFeedback, source);
                note(feedback.isEncrypted(), feedback.isWeak());
                price(source, feedback.price());
            }
            case Fact.Result result -> {
                newestResult = Moments.newer(newestResult, source);
                note(result.isEncrypted(), result.isWeak());
                price(source, result.price());
                compare(result);
                if (meaning == Offer.Work.PARTIAL) {
                    newestPart = Moments.newer(newestPart, source);
                }
            }
            case Fact.Judgement judgement -> {}
            case Fact.Payment payment -> {}
        }
        weigh(source, meaning);
    }

    private void weigh(Source source, Offer.Work meaning) {
        switch (meaning) {
            case DELIVERED -> {
                firstDelivery = firstDelivery == null ? source : firstDelivery;
                newestDelivery = Moments.newer(newestDelivery, source);
                newestProgress = Moments.newer(newestProgress, source);
                return;
            }
            case PROCESSING -> newestProgress = Moments.newer(newestProgress, source);
            case QUOTED -> newestQuote = Moments.newer(newestQuote, source);
            case ERROR -> newestError = Moments.newer(newestError, source);
            case PARTIAL, READY -> {}
            case NONE, TARGETED, WITHDRAWN -> {
                return;
            }
        }
        if (Moments.isNewer(source, newestWord)) {
            newestWord = source;
            word = meaning;
        }
    }

    private void price(Source source, Optional<Price> price) {
        if (price.isPresent() && Moments.isNewer(source, newestPrice)) {
            newestPrice = source;
            asked = OptionalLong.of(price.get().msat());
        }
    }

    private void note(boolean isEncrypted, boolean isWeak) {
        if (isEncrypted) {
            flags.add(Offer.Flag.ENCRYPTED);
        }
        if (isWeak) {
            flags.add(Offer.Flag.WEAK_LINK);
        }
    }

    /** Looks at what a result says of the request. */
    private void compare(Fact.Result result) {
        if (terms.request().isEmpty()) {
            return;
        }
        if (result.addressee().isPresent()
                && !terms.isCustomer(result.addressee().get())) {
            flags.add(Offer.Flag.P_MISMATCH);
        }
        int requestKind = terms.request().get().source().kind();
        if (!ResultKinds.belong(requestKind, result.source().kind())) {
            flags.add(Offer.Flag.KIND_MISMATCH);
        }
    }

    /** Encrypted, weak link and mismatches: what stands says so of itself. */
    Set<Offer.Flag> flags() {
        return flags;
    }

    /** Its first word, taken back or not. */
    Optional<Source> first() {
        return Optional.ofNullable(first);
    }

    /** Its first delivery, taken back or not. */
    Optional<Source> firstResult() {
        return Optional.ofNullable(firstResult);
    }

    /** The first delivery that stands. */
    Optional<Source> firstDelivery() {
        return Optional.ofNullable(firstDelivery);
    }

    /** The last price that stands, msat. */
    OptionalLong asked() {
        return asked;
    }

    /** The price that stood at a time, msat, whatever was said or taken back later. */
    OptionalLong askedAt(long seconds) {
        Source newest = null;
        OptionalLong price = OptionalLong.empty();
        for (Dossier.Entry entry : said) {
            Source source = entry.fact().source();
            Optional<Price> named = priceOf(entry.fact());
            boolean stood = source.at() <= seconds
                    && entry.retraction().map(taken -> taken.at() > seconds).orElse(true);
            if (named.isPresent() && stood && Moments.isNewer(source, newest)) {
                newest = source;
                price = OptionalLong.of(named.get().msat());
            }
        }
        return price;
    }

    private static Optional<Price> priceOf(Fact fact) {
        return switch (fact) {
            case Fact.Feedback feedback -> feedback.price();
            case Fact.Result result -> result.price();
            case Fact.Judgement judgement -> Optional.empty();
            case Fact.Payment payment -> Optional.empty();
        };
    }

    /** When it last said something that stands; {@link Long#MIN_VALUE} when nothing does. */
    long lastSpokeAt() {
        return lastSpokeAt;
    }

    /** Where to look: the newest delivery that stands, else the newest result, else the newest feedback. */
    Optional<Bytes32> latest() {
        Source latest = newestDelivery != null ? newestDelivery : newestResult != null ? newestResult : newestFeedback;
        return latest == null ? Optional.empty() : Optional.of(latest.id());
    }

    /** True when its last word is an error, and something was delivered before. */
    boolean isErrorAfterDelivery() {
        return newestDelivery != null && Moments.isNewer(newestError, newestDelivery);
    }

    /** True when it asked to be paid and then went on, without asking again. */
    boolean impliesPayment() {
        return newestQuote != null && Moments.isNewer(newestProgress, newestQuote);
    }

    /** How far the work is, and what shows it. */
    WorkAxis work(boolean isInvited) {
        if (firstDelivery != null) {
            return new WorkAxis(Offer.Work.DELIVERED, Rule.RESULT_BY_PROVIDER.by(firstDelivery));
        }
        if (newestWord != null) {
            return spoken(newestWord);
        }
        if (first != null && !isAnyLive) {
            Proof proof = withdrawal.map(Rule.WITHDRAWN_BY_PROVIDER::by).orElseGet(Rule.WITHDRAWN_BY_PROVIDER::alone);
            return new WorkAxis(Offer.Work.WITHDRAWN, proof);
        }
        if (isInvited) {
            return new WorkAxis(Offer.Work.TARGETED, Rule.INVITED_BY_CUSTOMER.by(terms.id()));
        }
        Source unclear = newestFeedback;
        return new WorkAxis(
                Offer.Work.NONE,
                unclear == null ? Rule.UNCLEAR_BY_PROVIDER.alone() : Rule.UNCLEAR_BY_PROVIDER.by(unclear));
    }

    private WorkAxis spoken(Source newest) {
        if (word == Offer.Work.READY && newestPart != null) {
            return new WorkAxis(Offer.Work.PARTIAL, Rule.PARTIAL_BY_PROVIDER.by(newestPart));
        }
        Rule rule = switch (word) {
            case QUOTED -> Rule.QUOTE_BY_PROVIDER;
            case PROCESSING -> Rule.PROCESSING_BY_PROVIDER;
            case PARTIAL -> Rule.PARTIAL_BY_PROVIDER;
            case READY -> Rule.READY_BY_PROVIDER;
            case ERROR -> Rule.ERROR_BY_PROVIDER;
            case DELIVERED -> Rule.RESULT_BY_PROVIDER;
            case NONE, TARGETED, WITHDRAWN -> Rule.UNCLEAR_BY_PROVIDER;
        };
        return new WorkAxis(word, rule.by(newest));
    }
}
