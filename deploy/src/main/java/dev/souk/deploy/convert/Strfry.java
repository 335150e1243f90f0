package dev.souk.deploy.convert;

import static dev.souk.deploy.convert.Rules.seconds;

import java.util.Arrays;
import java.util.List;

/** The settings of strfry 1.1, of strfry.conf. */
final class Strfry {
    private static final String OF_LMDB = "is of LMDB; what Souk's store may take of memory is in [storage]";
    private static final String NO_TRAFFIC = "Souk never logs what clients send; souk --debug logs more of the rest";
    private static final String BY_WORK =
            "Souk bounds what a REQ costs instead of how it looks: [read], limits.max_rows_examined, max_filter_values";
    private static final String EPHEMERAL = "Souk keeps ephemeral events for nobody: they are passed on and forgotten";

    private Strfry() {}

    static Rules rules() {
        Rules rules = new Rules();
        storage(rules);
        events(rules);
        connections(rules);
        requests(rules);
        authentication(rules);
        information(rules);
        machinery(rules);
        return rules;
    }

    private static void storage(Rules rules) {
        rules.leave("db", "`strfry export | souk import -` moves the events; storage.path says where Souk keeps them")
                .leave("dbParams.maxreaders", OF_LMDB)
                .leave("dbParams.mapsize", OF_LMDB + "; retention.max_bytes bounds the disk")
                .leave("dbParams.noReadAhead", OF_LMDB);
    }

    private static void events(Rules rules) {
        rules.rule("events.maxEventSize", Rules::eventBytes)
                .set("events.rejectEventsNewerThanSeconds", "events.max_future", found -> seconds(found.number()))
                .rule("events.rejectEventsOlderThanSeconds", Strfry::maxAge)
                .leave("events.rejectEphemeralEventsOlderThanSeconds", EPHEMERAL)
                .leave("events.ephemeralEventsLifetimeSeconds", EPHEMERAL)
                .set("events.maxNumTags", "limits.max_event_tags", Found::number)
                .leave("events.maxTagValSize", "Souk finds tags of any length; limits.max_message_bytes bounds them");
    }

    private static void maxAge(Found found, Translation translation) {
        if (found.number() == 0) {
            translation.note(found, "would refuse all but the future; to events.max_age 0s means no limit");
        } else {
            translation.set(found, "events.max_age", seconds(found.number()));
        }
    }

    private static void connections(Rules rules) {
        rules.set("relay.bind", "server.host", Found::text)
                .rule("relay.port", Rules::port)
                .leave("relay.nofiles", "is for who starts Souk: LimitNOFILE in systemd/souk.service, or ulimit -n")
                .rule("relay.realIpHeader", Rules::addressHeader)
                .rule("relay.maxWebsocketPayloadSize", Rules::messageBytes)
                .rule("relay.autoPingSeconds", Rules::ping)
                .leave("relay.enableTcpKeepalive", "pings find dead connections: limits.ping_interval, idle_timeout")
                .set("relay.maxSubsPerConnection", "limits.max_subscriptions", Found::number)
                .rule("relay.maxPendingOutboundBytes", Strfry::outbound)
                .set("relay.compression.enabled", "server.compression", Found::isTrue)
                .leave(
                        "relay.compression.slidingWindow",
                        "Souk keeps no window for each client, for the memory's sake");
    }

    private static void outbound(Found found, Translation translation) {
        long bytes = found.number();
        if (bytes == 0) {
            translation.note(found, "what waits for slow clients is always bounded: limits.max_outbound_bytes");
            return;
        }
        translation.set(found, "limits.max_outbound_bytes", bytes);
        if (bytes > 256L << 20) {
            translation.also(found, "limits.max_total_outbound_bytes", bytes);
        }
    }

    private static void requests(Rules rules) {
        rules.set("relay.maxReqFilterSize", "limits.max_filters", Found::number)
                .rule("relay.maxFilterLimit", Strfry::filterLimit)
                .leave("relay.maxTagsPerFilter", BY_WORK)
                .leave(
                        "relay.maxFilterLimitCount",
                        "bounded what was counted; Souk bounds the work, and counts further by estimate:"
                                + " limits.max_rows_counted. COUNT cannot be switched off")
                .leave("relay.queryTimesliceBudgetMicroseconds", "Souk takes turns by rows; nothing to set")
                .rule("relay.filterValidation.enabled", Strfry::filterValidation)
                .leave("relay.filterValidation.maxFiltersPerReq", "limits.max_filters, if you want that few")
                .leave("relay.filterValidation.minFiltersPerReq", BY_WORK)
                .leave("relay.filterValidation.maxKindsPerFilter", BY_WORK)
                .leave("relay.filterValidation.allowedKinds", "Souk bounds what is stored: allow-kinds.txt of [lists]")
                .leave("relay.filterValidation.requireAuthorOrTag", BY_WORK)
                .set("relay.negentropy.enabled", "negentropy.enabled", Found::isTrue)
                .rule("relay.negentropy.maxSyncEvents", Strfry::syncEvents);
    }

    private static void filterLimit(Found found, Translation translation) {
        translation.set(found, "limits.max_limit", found.number());
        translation.also(found, "limits.default_limit", found.number());
    }

    private static void filterValidation(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.note(found, BY_WORK);
        } else {
            translation.same(found);
        }
    }

    private static void syncEvents(Found found, Translation translation) {
        translation.set(found, "negentropy.max_items", found.number());
        if (found.number() > 1_000_000) {
            translation.also(found, "negentropy.max_total_items", found.number());
        }
    }

    private static void authentication(Rules rules) {
        rules.rule("relay.auth.enabled", Strfry::auth)
                .rule("relay.auth.serviceUrl", Rules::relayUrl)
                .rule("relay.auth.restrictedReadKinds", Strfry::privateKinds)
                .rule("relay.auth.restrictReadToInvolvedPubkey", Strfry::involved);
    }

    /** Those that are private there by default are here, and others that are as private. */
    private static void privateKinds(Found found, Translation translation) {
        List<String> kinds = Arrays.stream(found.text().split(","))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .toList();
        if (kinds.equals(List.of("4", "1059"))) {
            translation.same(found);
        } else {
            translation.set(found, "auth.private_kinds", kinds);
        }
    }

    private static void auth(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.set(found, "auth.mode", "optional");
        } else {
            translation.note(found, "auth.mode stays \"optional\": with \"off\" nobody could read what is sent to him");
        }
    }

    private static void involved(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.same(found);
        } else {
            translation.note(
                    found, "Souk shows auth.private_kinds to those concerned only; take kinds out to show them to all");
        }
    }

    /** A line for the shell there, arguments here; both speak the same protocol. */
    private static void plugin(Found found, Translation translation) {
        String line = found.text().strip();
        if (line.isEmpty()) {
            translation.same(found);
        } else {
            boolean isPath = line.matches("[\\w./+-]+");
            translation.set(found, "plugin.command", isPath ? List.of(line) : List.of("/bin/sh", "-c", line));
        }
    }

    private static void information(Rules rules) {
        rules.rule("relay.info.name", Rules.line("info.name", 100))
                .rule("relay.info.description", Rules.line("info.description", 5_000))
                .rule("relay.info.pubkey", Rules::pubkey)
                .leave("relay.info.self", "is the public half of Souk's own key; the secret half goes into relay.key")
                .rule("relay.info.contact", Rules.line("info.contact", 500))
                .rule("relay.info.icon", Rules.link("info.icon"))
                .rule("relay.info.banner", Rules.link("info.banner"))
                .leave(
                        "relay.info.privacy",
                        "has no place in Souk's NIP-11 document; info.terms_of_service may link to it")
                .rule("relay.info.terms", Rules.link("info.terms_of_service"))
                .leave("relay.info.nips", "Souk says what it does, and nothing else");
    }

    private static void machinery(Rules rules) {
        rules.rule("relay.writePolicy.plugin", Strfry::plugin)
                .set("relay.writePolicy.timeoutSeconds", "plugin.timeout", found -> seconds(found.number()))
                .leave("relay.logging.dumpInAll", NO_TRAFFIC)
                .leave("relay.logging.dumpInEvents", NO_TRAFFIC)
                .leave("relay.logging.dumpInReqs", NO_TRAFFIC)
                .leave("relay.logging.dbScanPerf", "the pages of [monitoring] have it, as histograms")
                .leave("relay.logging.invalidEvents", "refusals are counted by rule on /metrics, not logged")
                .set("relay.numThreads.ingester", "threads.verify", Found::number)
                .set("relay.numThreads.reqWorker", "threads.replay", Found::number)
                .leave("relay.numThreads.reqMonitor", "one thread passes new events on")
                .leave("relay.numThreads.negentropy", "threads.replay reconciles, too");
    }
}
