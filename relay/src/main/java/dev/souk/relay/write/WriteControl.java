package dev.souk.relay.write;

import dev.souk.protocol.Event;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.config.WriteRule;
import dev.souk.relay.lists.Exempt;
import dev.souk.relay.lists.Lists;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.rate.Ticks;
import dev.souk.relay.trust.WebOfTrust;
import dev.souk.storage.EventStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who may publish what, and how much, by the operator's word. Its rules are made anew when their settings change, and
 * then begin to count anew. Lists hold for everybody; limits spare those who are {@link Exempt}. Thread-safe.
 */
public final class WriteControl {
    private final Supplier<WriteConfig> settings;
    private final Lists lists;
    private final Exempt exempt;
    private final WebOfTrust trust;
    private final EventStore store;
    private final Predicate<Event> spared;
    private final Ticks ticks;
    private final Hits hits;

    /** Replaced as a whole, under the lock. */
    private volatile Stages stages;

    /**
     * What one configuration means; for those who are exempt from limits lists are all there is, and for relays that are
     * mirrored all but the rates.
     */
    private record Stages(
            WriteConfig config, EventPolicy lists, EventPolicy onPeers, EventPolicy onClaims, EventPolicy onProof) {}

    /** @param spared events that are only counted by address: requests that have to be followed, whoever makes them */
    public WriteControl(
            Supplier<WriteConfig> settings,
            Lists lists,
            Exempt exempt,
            WebOfTrust trust,
            EventStore store,
            Predicate<Event> spared,
            InstantSource clock,
            RelayMetrics metrics) {
        this.settings = settings;
        this.lists = lists;
        this.exempt = exempt;
        this.trust = trust;
        this.store = store;
        this.spared = spared;
        this.ticks = new Ticks(clock);
        this.hits = new Hits(metrics, ticks);
        this.stages = stages(settings.get());
    }

    /** Asked before the signature is checked. */
    public EventPolicy onClaims() {
        return (event, caller) -> {
            Stages now = current();
            return switch (caller) {
                case Caller.Inside inside -> Verdict.ACCEPT;
                case Caller.Peer peer -> now.onPeers().judge(event, peer);
                case Caller.Client client ->
                    (exempt.holdsFor(client) ? now.lists() : now.onClaims()).judge(event, client);
            };
        };
    }

    /** Asked behind it. */
    public EventPolicy onProof() {
        return (event, caller) ->
                exempt.holdsFor(caller) ? Verdict.ACCEPT : current().onProof().judge(event, caller);
    }

    private Stages current() {
        Stages known = stages;
        return known.config().equals(settings.get()) ? known : renewed();
    }

    private synchronized Stages renewed() {
        WriteConfig now = settings.get();
        if (!stages.config().equals(now)) {
            stages = stages(now);
        }
        return stages;
    }

    private Stages stages(WriteConfig config) {
        Rates rates = new Rates(config, ticks);
        ListRules listed = new ListRules(lists, exempt, config);
        KindLimits limits = new KindLimits(config);
        List<Rule> onKeys = List.of(
                new Rule(WriteRule.DENY_ADDRESSES, listed::denyAddresses),
                new Rule(WriteRule.ALLOW_ADDRESSES, listed::allowAddresses),
                listed(WriteRule.DENY_KINDS, listed::denyKinds),
                listed(WriteRule.ALLOW_KINDS, listed::allowKinds),
                listed(WriteRule.DENY_PUBKEYS, listed::denyPubkeys),
                listed(WriteRule.ALLOW_PUBKEYS, listed::allowPubkeys));
        List<Rule> onWords = List.of(
                listed(WriteRule.DENY_WORDS, listed::denyWords), listed(WriteRule.ALLOW_WORDS, listed::allowWords));
        List<Rule> lists = new ArrayList<>(onKeys);
        lists.addAll(onWords);
        List<Rule> onPeers = new ArrayList<>(onKeys);
        if (config.trustDepth() > 0) {
            onPeers.add(limit(WriteRule.TRUST, new TrustedAuthors(trust, config.oneTimeKinds())));
        }
        onPeers.add(limit(WriteRule.POW, limits::pow));
        onPeers.add(limit(WriteRule.SIZE, limits::size));
        onPeers.add(limit(WriteRule.TAGS, limits::tags));
        onPeers.add(limit(WriteRule.MENTIONS, limits::mentions));
        onPeers.addAll(onWords);
        List<Rule> onClaims = new ArrayList<>();
        onClaims.add(new Rule(WriteRule.ADDRESS_RATE, rates.ofAddresses()));
        onClaims.addAll(onPeers);
        List<Rule> onProof = new ArrayList<>();
        onProof.add(limit(WriteRule.PUBKEY_RATE, rates.ofPubkeys()));
        onProof.add(limit(WriteRule.KIND_RATE, rates.ofKinds()));
        onProof.add(limit(WriteRule.MENTION_RATE, rates.ofMentions()));
        config.sameText().ifPresent(rate -> onProof.add(limit(WriteRule.SAME_TEXT, new SameText(config, rate, ticks))));
        config.newPubkeys()
                .ifPresent(
                        rate -> onProof.add(limit(WriteRule.NEW_PUBKEYS, new NewPubkeys(config, rate, store, ticks))));
        return new Stages(
                config,
                new Rules(List.copyOf(lists), config.logOnly(), hits),
                new Rules(List.copyOf(onPeers), config.logOnly(), hits),
                new Rules(List.copyOf(onClaims), config.logOnly(), hits),
                new Rules(List.copyOf(onProof), config.logOnly(), hits));
    }

    private Rule listed(WriteRule name, EventPolicy policy) {
        return new Rule(name, policy.except(spared));
    }

    private Rule limit(WriteRule name, EventPolicy policy) {
        EventPolicy forOthers =
                (event, caller) -> exempt.trusts(event.pubkey()) ? Verdict.ACCEPT : policy.judge(event, caller);
        return listed(name, forOthers);
    }
}
