package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.lnurl.LnurlKeys;
import dev.souk.marketplace.lnurl.LnurlOutcome;
import dev.souk.marketplace.lnurl.LnurlSettings;
import dev.souk.marketplace.wallet.WalletWatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The queue of recipients whose wallets are to be asked, while nobody asks. */
class WalletQueueTest {
    private final AtomicInteger dropped = new AtomicInteger();

    @AutoClose
    private final WalletWatch watch = new WalletWatch(
            new LnurlKeys(LnurlSettings.DEFAULT, (address, now) -> new LnurlOutcome.Refused("off")),
            new MemoryRelay(NOW),
            event -> List.of(),
            dropped::incrementAndGet);

    @Test
    void takesSoManyRecipientsAndCountsWhoeverFindsItFull() {
        for (int i = 0; i < WalletWatch.MAX_WAITING; i++) {
            watch.ask(number(i));
        }
        watch.ask(number(0));
        watch.profileChanged(number(1));
        assertEquals(0, dropped.get(), "who is in it already takes no place");

        watch.ask(number(WalletWatch.MAX_WAITING));
        watch.profileChanged(number(WalletWatch.MAX_WAITING + 1));

        assertEquals(2, dropped.get());
    }
}
