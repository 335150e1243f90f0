package dev.souk.relay.write;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.Tag;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.lists.Exempt;
import dev.souk.relay.lists.Lists;
import dev.souk.relay.lists.Words;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.Verdict;
import java.util.Set;
import java.util.function.Supplier;

/** What the lists say. Each method is a policy; a list that is not there refuses nothing. Thread-safe. */
final class ListRules {
    /** Tags that are read as the content is. */
    private static final Set<String> TEXT_TAGS = Set.of("t", "title", "subject", "summary");

    private final Lists lists;
    private final Exempt exempt;
    private final WriteConfig config;

    ListRules(Lists lists, Exempt exempt, WriteConfig config) {
        this.lists = lists;
        this.exempt = exempt;
        this.config = config;
    }

    Verdict denyAddresses(Event event, Caller caller) {
        return refuseIf(
                lists.denyAddresses()
                        .filter(denied -> denied.contains(caller.address()))
                        .isPresent(),
                () -> Reason.blocked("this address may not publish here"));
    }

    Verdict allowAddresses(Event event, Caller caller) {
        return refuseIf(
                lists.allowAddresses()
                        .filter(allowed -> !allowed.contains(caller.address()) && !exempt.holdsFor(caller))
                        .isPresent(),
                () -> Reason.restricted("only some addresses may publish here"));
    }

    Verdict denyKinds(Event event, Caller caller) {
        return refuseIf(
                lists.denyKinds()
                        .filter(denied -> denied.contains(event.kind()))
                        .isPresent(),
                () -> Reason.blocked("this relay does not take kind " + event.kind()));
    }

    Verdict allowKinds(Event event, Caller caller) {
        return refuseIf(
                lists.allowKinds()
                        .filter(allowed -> !allowed.contains(event.kind()))
                        .isPresent(),
                () -> Reason.blocked("this relay takes only some kinds, and not kind " + event.kind()));
    }

    Verdict denyPubkeys(Event event, Caller caller) {
        return refuseIf(
                lists.denyPubkeys()
                        .filter(denied -> denied.contains(event.pubkey()))
                        .isPresent(),
                () -> Reason.blocked("this key may not publish here"));
    }

    Verdict allowPubkeys(Event event, Caller caller) {
        return refuseIf(
                lists.allowPubkeys()
                        .filter(allowed -> !concerns(event, allowed))
                        .isPresent(),
                () -> Reason.restricted("only some keys may publish here"));
    }

    private boolean concerns(Event event, Set<Bytes32> allowed) {
        return People.concerned(
                event, config.oneTimeKinds(), pubkey -> allowed.contains(pubkey) || exempt.trusts(pubkey));
    }

    Verdict denyWords(Event event, Caller caller) {
        return refuseIf(
                isText(event)
                        && lists.denyWords()
                                .filter(denied -> denied.areIn(text(event)))
                                .isPresent(),
                () -> Reason.blocked("the text has a word that this relay does not take"));
    }

    Verdict allowWords(Event event, Caller caller) {
        return refuseIf(
                isText(event)
                        && lists.allowWords()
                                .filter(allowed -> !allowed.areIn(text(event)))
                                .isPresent(),
                () -> Reason.blocked("the text has none of the words that this relay is about"));
    }

    private boolean isText(Event event) {
        return config.textKinds().contains(event.kind());
    }

    private static String text(Event event) {
        StringBuilder text = new StringBuilder(event.content());
        for (Tag tag : event.tags()) {
            if (TEXT_TAGS.contains(tag.name())) {
                tag.value().ifPresent(value -> text.append('\n').append(value));
            }
        }
        return Words.fold(text.toString());
    }

    /** Most events are not refused, so the reason is put into words only then. */
    private static Verdict refuseIf(boolean isRefused, Supplier<Reason> reason) {
        return isRefused ? new Verdict.Reject(reason.get()) : Verdict.ACCEPT;
    }
}
