package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Change;
import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One batch of work on the ledger, from the first fact to the one write. Owned by one thread, used once. */
final class Batch {
    private static final int PROFILE = 0;

    /** What providers tell of themselves, NIP-89. */
    private static final int HANDLER = 31_990;

    private final WriteSet set;
    private final Shelf shelf;
    private final Filing filing;
    private final Presence presence;
    private final Announcements announcements;
    private final Vanishing vanishing;
    private final Wallets wallets;
    private final Unverified unverified;
    private final Marks marks;
    private final WalletNews walletNews;
    private final TallyCache cache;
    private final LedgerSettings settings;
    private final LedgerMeters meters;
    private final long nowMillis;

    Batch(
            Table table,
            LedgerSettings settings,
            LedgerMeters meters,
            WalletNews walletNews,
            DueFloor floor,
            TallyCache cache,
            long nowMillis) {
        this.nowMillis = nowMillis;
        this.set = new WriteSet(table);
        this.shelf = new Shelf(set);
        this.vanishing = new Vanishing(set);
        this.unverified = new Unverified(set);
        PaymentBook payments = new PaymentBook(set, shelf, unverified, walletNews.receipt(), meters);
        this.presence = new Presence(set, settings.limits().maxPeople(), meters);
        this.announcements = new Announcements(set);
        this.wallets = new Wallets(set, meters);
        this.filing = new Filing(
                set, shelf, payments, new Judge(wallets), vanishing, settings.limits(), meters, nowSeconds());
        Due due = new Due(set, settings.interval(), floor);
        this.marks = new Marks(due, settings.addresses(), settings.pause(), nowMillis);
        this.walletNews = walletNews;
        this.cache = cache;
        this.settings = settings;
        this.meters = meters;
    }

    WriteSet set() {
        return set;
    }

    Shelf shelf() {
        return shelf;
    }

    long nowMillis() {
        return nowMillis;
    }

    long nowSeconds() {
        return Math.floorDiv(nowMillis, 1_000);
    }

    /** Files one reading. {@code isForeign} tells that an event has nothing to do with jobs. */
    void take(Reading reading, Predicate<Bytes32> isForeign) {
        switch (reading) {
            case Reading.Asked(var request) -> filing.asked(request);
            case Reading.Vanished(var source) -> vanishing.add(source.author(), source.createdAt());
            case Reading.Said(var fact, var link) -> {
                if (filing.said(fact, link)) {
                    // By whoever: only a job whose request is known tells customers from providers.
                    presence.seen(fact.source(), false);
                } else {
                    meters.useless("no-job");
                }
            }
            case Reading.About(var fact, var target) -> filing.about(fact, target, isForeign);
            case Reading.TakenBack(var source, var targets) -> {
                Retraction retraction = new Retraction(Optional.of(source.id()), source.at());
                targets.forEach(target -> deleted(target, source.author(), retraction));
            }
            case Reading.Announced announced -> {
                presence.seen(announced.source(), true);
                if (!announcements.add(announced)) {
                    meters.dropped(Bound.HANDLERS);
                }
            }
            case Reading.Beat(var source) -> presence.seen(source, true);
            case Reading.PaidAt paidAt -> profile(paidAt);
            case Reading.Useless(var reason) -> meters.useless(reason);
        }
    }

    /** Profiles are remembered of those who were paid and whose wallet is asked; others' are read when they are. */
    private void profile(Reading.PaidAt paidAt) {
        Bytes32 pubkey = paidAt.source().author();
        if (wallets.isKnown(pubkey)) {
            String address = paidAt.lud16().or(paidAt::lud06).orElse(Wallets.NOWHERE);
            wallets.address(pubkey, address, nowSeconds());
        }
        if (unverified.isAny(pubkey)) {
            walletNews.profile().accept(pubkey);
        }
    }

    /** An author took an event back. */
    void deleted(Bytes32 event, Bytes32 author, Retraction retraction) {
        filing.takenBack(event, author, retraction);
        announcements.remove(author, event);
    }

    /** An event was removed at its author's wish: news if it is kept, and the wish did not name it by its id. */
    void removed(Change.Removed deleted) {
        Bytes32 author = deleted.pubkey();
        if (filing.isKept(deleted.id())) {
            filing.takenBack(deleted.id(), author, new Retraction(Optional.empty(), nowSeconds()));
        }
        announcements.remove(author, deleted.id());
        if (deleted.kind() == PROFILE && wallets.isKnown(author)) {
            wallets.address(author, Wallets.NOWHERE, nowSeconds());
        }
    }

    /** A newer version is newer by itself; but one that announces no jobs any more is read as nothing at all. */
    void replaced(Change.Removed outdated) {
        if (outdated.kind() == HANDLER) {
            announcements.remove(outdated.pubkey(), outdated.id());
        }
    }

    /** An event is to be as if it had never been. */
    void purged(Bytes32 event, Bytes32 author) {
        filing.purge(event);
        announcements.remove(author, event);
    }

    /** Somebody is banned. */
    void banned(Bytes32 pubkey) {
        vanishing.ban(pubkey);
    }

    /** Somebody is banned no more. */
    void unbanned(Bytes32 pubkey) {
        vanishing.unban(pubkey);
    }

    /** A fact goes, whether its event is stored or not. */
    void bannedEvent(Bytes32 event) {
        if (filing.isKept(event)) {
            filing.purge(event);
        }
    }

    /** Goes on to forget somebody who asked to vanish, or is banned. */
    void vanish() {
        vanishing.goOn(this);
    }

    /** What is kept of a person, but for jobs, is older than its wish to vanish. */
    void forgotten(Bytes32 pubkey, long upTo) {
        presence.vanished(pubkey, upTo);
        announcements.vanished(pubkey, upTo);
        wallets.vanished(pubkey);
    }

    /** A recipient's wallet named the key that signs its receipts. True when that is news. */
    boolean walletNamed(Bytes32 recipient, String address, Optional<Bytes32> key) {
        boolean isMoved = wallets.address(recipient, address, nowSeconds());
        boolean isOther =
                key.filter(named -> wallets.key(address, named, nowSeconds())).isPresent();
        return isMoved || isOther;
    }

    /** True when something of the event is kept. */
    boolean isKept(Bytes32 event) {
        return filing.isKept(event);
    }

    /** A receipt that its job may have had no place for is read again. */
    void again(Reading reading) {
        if (reading instanceof Reading.About(Fact.Payment receipt, Bytes32 target)) {
            filing.again(receipt, target);
        }
    }

    /** Judges receipts by what is known of their recipient's wallets. */
    void judge(Bytes32 recipient, List<Unverified.Receipt> receipts) {
        long state = wallets.state(recipient);
        for (Unverified.Receipt receipt : receipts) {
            unverified.judged(receipt, state);
            filing.judge(receipt);
        }
    }

    /** Folds what was touched, and writes everything. */
    void commit() {
        Tallies tallies = new Tallies(set, cache, marks, settings.limits(), nowSeconds());
        Refold refold = new Refold(set, shelf, settings.fold(), tallies, marks, new StatusLog(set), nowSeconds());
        refold.run(shelf.touched());
        tallies.save();
        shelf.save();
        meters.folded(shelf.touched().size());
        set.commit();
    }
}
