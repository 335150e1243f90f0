package dev.souk.marketplace;

import dev.souk.marketplace.ledger.Ledger;
import dev.souk.marketplace.ledger.LedgerMeters;
import dev.souk.marketplace.publish.Publisher;
import dev.souk.marketplace.statistics.Window;
import dev.souk.marketplace.status.RelayProfile;
import dev.souk.marketplace.wallet.WalletWatch;
import dev.souk.relay.extension.FeedFollower;
import dev.souk.relay.extension.RelayAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the extension's thread does: takes in the store's changes, lets the clock work, takes in what wallets said, and
 * publishes. Owned by that thread.
 */
final class MarketFeed implements FeedFollower {
    private static final long FIVE_MINUTES = 300;
    private static final long HOUR = 3_600;
    private static final int MAX_TYPES = 1_000;

    private final RelayAccess access;
    private final Ledger ledger;
    private final Publisher publisher;
    private final Optional<WalletWatch> wallets;
    private final Runnable onChange;
    /** Up to which change everything is taken in; read by whoever asks for the lag. */
    private volatile long place;

    private long slot;

    /** The {@link dev.souk.relay.policy.Bans#changes} that the ledger has followed; at the start none. */
    private long bans = -1;

    /**
     * @param onChange told when jobs may have changed their status
     * @param place up to which change the ledger has taken everything in
     */
    MarketFeed(
            RelayAccess access,
            Ledger ledger,
            Publisher publisher,
            Optional<WalletWatch> wallets,
            LedgerMeters meters,
            Runnable onChange,
            long place) {
        this.access = access;
        this.ledger = ledger;
        this.publisher = publisher;
        this.wallets = wallets;
        this.onChange = onChange;
        this.place = place;
        meters.lag(() -> Math.max(0, access.sequence() - this.place));
    }

    private long nowMillis() {
        return access.clock().millis();
    }

    @Override
    public void changes(RelayAccess.Page page) {
        // Facts are kept whatever becomes of their events, and filing one again changes nothing: a feed that begins
        // anew is no reason to forget.
        ledger.apply(page, nowMillis());
        place = page.next();
        onChange.run();
    }

    @Override
    public Duration idle() {
        long now = nowMillis();
        followBans(now);
        boolean isMore = ledger.tick(now);
        wallets.ifPresent(watch -> {
            for (Optional<WalletWatch.Learned> learned = watch.poll(); learned.isPresent(); learned = watch.poll()) {
                ledger.walletNamed(
                        learned.get().recipient(),
                        learned.get().address(),
                        learned.get().key(),
                        now);
            }
        });
        windows(now / 1_000);
        Duration sleep = publisher.run(now);
        onChange.run();
        return isMore ? Duration.ZERO : sleep;
    }

    private void followBans(long now) {
        long changes = access.bans().changes();
        if (changes != bans) {
            ledger.banned(access.bans().pubkeys(), access.bans().events(), now);
            bans = changes;
        }
    }

    /** Windows move on although nothing happens: the short ones every five minutes, the long ones every hour. */
    private void windows(long nowSeconds) {
        long current = nowSeconds / FIVE_MINUTES;
        if (current == slot) {
            return;
        }
        boolean isNewHour = slot == 0 || nowSeconds / HOUR != slot * FIVE_MINUTES / HOUR;
        ledger.outbox(nowSeconds * 1_000, outbox -> {
            if (slot == 0) {
                outbox.mark(RelayProfile.KIND, "");
            }
            outbox.windowsMoved(
                    List.of(Window.LAST_HOUR, Window.LAST_DAY),
                    Duration.ofDays(1).toSeconds() + HOUR,
                    MAX_TYPES);
            if (isNewHour) {
                outbox.windowsMoved(
                        List.of(Window.LAST_WEEK, Window.LAST_MONTH),
                        Duration.ofDays(31).toSeconds(),
                        MAX_TYPES);
            }
        });
        slot = current;
    }
}
