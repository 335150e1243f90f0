package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.lnurl.LnurlClient;
import dev.souk.marketplace.lnurl.LnurlKeys;
import dev.souk.marketplace.lnurl.LnurlOutcome;
import dev.souk.marketplace.lnurl.LnurlSettings;
import dev.souk.marketplace.wallet.WalletWatch;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The queue of recipients whose wallets are to be asked; most of them have no profile. */
class WalletQueueTest {
    private static final String ADDRESS = "anna@custodian.example";
    private static final Bytes32 FIRST = new Bytes32(0, 0, 0, 0);

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final AtomicInteger dropped = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CountDownLatch ended = new CountDownLatch(1);

    @AutoClose
    private final WalletWatch watch = new WalletWatch(
            new LnurlKeys(LnurlSettings.DEFAULT, (address, now) -> new LnurlOutcome.Refused("off")),
            relay,
            event -> List.of(),
            this::recipientsAfter,
            dropped::incrementAndGet);

    /** Twice as many as the queue takes. While the first walk begins, so many receipts come that one is dropped. */
    private List<Bytes32> recipientsAfter(Bytes32 last, int max) {
        if (last.equals(FIRST)) {
            if (begun.getCount() == 2) {
                fill();
                watch.ask(number(WalletWatch.MAX_WAITING));
            }
            begun.countDown();
        }
        List<Bytes32> page = LongStream.range(last.a(), 2L * WalletWatch.MAX_WAITING)
                .limit(max)
                .mapToObj(BareEvents::number)
                .toList();
        if (page.isEmpty()) {
            ended.countDown();
        }
        return page;
    }

    private void fill() {
        for (int i = 0; i < WalletWatch.MAX_WAITING; i++) {
            watch.ask(number(i));
        }
    }

    @Test
    void takesSoManyRecipientsAndCountsWhoeverFindsItFull() {
        fill();
        watch.ask(number(0));
        watch.profileChanged(number(1));
        assertEquals(0, dropped.get(), "who is in it already takes no place");

        watch.ask(number(WalletWatch.MAX_WAITING));
        watch.profileChanged(number(WalletWatch.MAX_WAITING + 1));

        assertEquals(2, dropped.get());
    }

    @Test
    void comesToEveryRecipientAfterTheStartAndAgainWhenOneWasDropped() throws InterruptedException {
        watch.start();
        assertTrue(ended.await(60, TimeUnit.SECONDS));
        assertEquals(1, dropped.get());

        relay.setClock(Instant.ofEpochSecond(NOW + 600));

        assertTrue(begun.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aHostThatIsBusyAndCallsThatHangCountForNothing() throws InterruptedException {
        Event profile = TestEvents.ofKind(0).at(NOW).content("a profile").build();
        assertTrue(relay.publish(profile).join().accepted());
        AtomicInteger questions = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        LnurlKeys.Wallets wallets = (address, now) -> {
            relay.setClock(Instant.ofEpochSecond(now + LnurlClient.INTERVAL_SECONDS));
            int question = questions.incrementAndGet();
            if (question == 100) {
                answered.countDown();
                return new LnurlOutcome.Found(number(7), true);
            }
            return question % 2 == 0 ? new LnurlOutcome.Busy() : new LnurlOutcome.HostBusy(address.host());
        };
        WalletWatch asking = new WalletWatch(
                new LnurlKeys(LnurlSettings.DEFAULT, wallets),
                relay,
                WalletQueueTest::paidAt,
                (last, max) -> List.of(),
                dropped::incrementAndGet);
        try (asking) {
            asking.ask(profile.pubkey());
            asking.start();
            assertTrue(answered.await(60, TimeUnit.SECONDS));
        }

        assertEquals(
                Optional.of(new WalletWatch.Learned(profile.pubkey(), ADDRESS, Optional.of(number(7)))), asking.poll());
    }

    private static List<Reading> paidAt(Event profile) {
        Source source =
                Source.arriving(profile.id(), profile.kind(), profile.pubkey(), profile.createdAt(), NOW * 1_000);
        return List.of(new Reading.PaidAt(source, Optional.of(ADDRESS), Optional.empty()));
    }
}
