package dev.souk.marketplace.lnurl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that wallets named, and for a while the fact that they named none. Owned by one thread, which waits while a
 * wallet is asked.
 *
 * <p>Of either sort {@link #MAX_ENTRIES} are kept; past that the one that was used longest ago goes, and is asked for
 * again. They are kept apart, so that made-up addresses cannot push out good keys.
 */
public final class LnurlKeys {
    /** Of keys, and of refusals. */
    public static final int MAX_ENTRIES = 50_000;

    private final LnurlSettings settings;
    private final Wallets wallets;
    private final Recent found = new Recent();
    private final Recent refused = new Recent();

    /** Who is asked for what is not known; {@link LnurlClient#fetch} outside of tests. */
    @FunctionalInterface
    public interface Wallets {
        LnurlOutcome fetch(LnurlAddress address, long nowSeconds);
    }

    /**
     * An outcome, fresh or remembered.
     *
     * @param validUntil Unix seconds; from then on it is worth asking again
     */
    public record Answer(LnurlOutcome outcome, long validUntil) {}

    /** Least recently used first. */
    private static final class Recent extends LinkedHashMap<LnurlAddress, Answer> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<LnurlAddress, Answer> eldest) {
            return size() > MAX_ENTRIES;
        }
    }

    public LnurlKeys(LnurlSettings settings, Wallets wallets) {
        this.settings = settings;
        this.wallets = wallets;
    }

    /** What is known without asking anybody. */
    public Optional<Answer> known(LnurlAddress address, long nowSeconds) {
        Answer answer = found.get(address);
        if (answer == null) {
            answer = refused.get(address);
        }
        return Optional.ofNullable(answer).filter(known -> nowSeconds < known.validUntil());
    }

    /** What the wallet at {@code address} says, asked now unless it is known. Waits for at most the settings' timeout. */
    public Answer lookup(LnurlAddress address, long nowSeconds) {
        return known(address, nowSeconds).orElseGet(() -> ask(address, nowSeconds));
    }

    private Answer ask(LnurlAddress address, long nowSeconds) {
        found.remove(address);
        refused.remove(address);
        LnurlOutcome outcome = wallets.fetch(address, nowSeconds);
        return switch (outcome) {
            case LnurlOutcome.Found key ->
                remember(
                        found,
                        address,
                        new Answer(key, nowSeconds + settings.positiveTtl().toSeconds()));
            case LnurlOutcome.Refused no ->
                remember(
                        refused,
                        address,
                        new Answer(no, nowSeconds + settings.negativeTtl().toSeconds()));
            case LnurlOutcome.HostBusy busy -> new Answer(busy, nowSeconds + HostPace.INTERVAL_SECONDS);
            case LnurlOutcome.Busy busy -> new Answer(busy, nowSeconds + HostPace.INTERVAL_SECONDS);
        };
    }

    private static Answer remember(Recent where, LnurlAddress address, Answer answer) {
        where.put(address, answer);
        return answer;
    }
}
