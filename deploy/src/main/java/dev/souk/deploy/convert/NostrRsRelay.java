package dev.souk.deploy.convert;

import static dev.souk.deploy.convert.Rules.seconds;

import java.util.List;

/** The settings of nostr-rs-relay 0.9, of config.toml. */
final class NostrRsRelay {
    private static final String OF_DATABASE =
            "is of its database; what Souk's store may take of memory is in [storage]";
    private static final String NO_NIP05 =
            "Souk does not verify NIP-05 names; write.trust_depth lets in whom you, and whom"
                    + " those you follow, follow; allow-pubkeys.txt of [lists] whom you name";
    private static final String NO_PAYMENT =
            "Souk takes no payment; members.closed with invites, or allow-pubkeys.txt of"
                    + " [lists], lets in whom you have been paid by elsewhere";
    private static final String NEVER_ACTED = "nostr-rs-relay never acted on it; to act on it now: ";

    private NostrRsRelay() {}

    static Rules rules() {
        Rules rules = new Rules();
        information(rules);
        database(rules);
        network(rules);
        limits(rules);
        who(rules);
        payment(rules);
        retention(rules);
        return rules;
    }

    private static void information(Rules rules) {
        rules.rule("info.relay_url", Rules::relayUrl)
                .rule("info.name", Rules.line("info.name", 100))
                .rule("info.description", Rules.line("info.description", 5_000))
                .rule("info.pubkey", Rules::pubkey)
                .rule("info.contact", Rules.line("info.contact", 500))
                .leave("info.favicon", "let the proxy serve /favicon.ico")
                .rule("info.relay_icon", Rules.link("info.icon"))
                .leave("info.relay_page", "let the proxy serve a page to browsers, which do not ask for WebSocket")
                .leave("diagnostics.tracing", "[monitoring] has meters for Prometheus")
                .leave("logging.folder_path", "Souk logs to stderr, which systemd or Docker keep")
                .leave("logging.file_prefix", "Souk logs to stderr, which systemd or Docker keep")
                .leave("grpc.event_admission_server", "Souk asks no gRPC service; [write] and [lists] have rules")
                .leave("grpc.restricts_write", "Souk says so in NIP-11 when it does");
    }

    private static void database(Rules rules) {
        rules.leave(
                        "database.data_directory",
                        "`souk import DIRECTORY/nostr.db` moves the events; storage.path says where")
                .leave("database.engine", "with postgres: `pg_dump -t event DATABASE | souk import -` moves the events")
                .leave(
                        "database.in_memory",
                        "Souk keeps events on disk; storage.durability = \"none\" spares it the syncs")
                .leave("database.min_conn", OF_DATABASE)
                .leave("database.max_conn", OF_DATABASE + "; threads.replay answers REQs")
                .leave("database.connection", OF_DATABASE)
                .leave("database.connection_write", OF_DATABASE);
    }

    private static void network(Rules rules) {
        rules.set("network.address", "server.host", Found::text)
                .assume("network.address", "0.0.0.0")
                .rule("network.port", Rules::port)
                .assume("network.port", 8080L)
                .rule("network.remote_ip_header", Rules::addressHeader)
                .rule("network.ping_interval_seconds", Rules::ping)
                .leave(
                        "network.ping_interval",
                        "nostr-rs-relay reads ping_interval_seconds, and never read this;"
                                + " limits.ping_interval is Souk's")
                .set("options.reject_future_seconds", "events.max_future", found -> seconds(found.number()));
    }

    private static void limits(Rules rules) {
        rules.leave(
                        "limits.messages_per_sec",
                        "was for all clients together; Souk has write.address_rate and write.pubkey_rate for each")
                .leave(
                        "limits.subscriptions_per_min",
                        "Souk counts the work of REQs, not their number: anonymous_rows and the rest of [read]")
                .leave("limits.db_conns_per_client", "nostr-rs-relay never acted on it; read.max_queries is like it")
                .leave("limits.max_blocking_threads", OF_DATABASE + "; threads.replay answers REQs")
                .rule("limits.max_event_bytes", Rules::eventBytes)
                .rule("limits.max_ws_message_bytes", NostrRsRelay::messageBytes)
                .leave("limits.max_ws_frame_bytes", "limits.max_message_bytes is for frames, too")
                .set("limits.broadcast_buffer", "threads.live_queue", Found::number)
                .rule("limits.event_persist_buffer", NostrRsRelay::persistBuffer)
                .rule("limits.event_kind_blacklist", (found, to) -> to.list(found, "deny-kinds", found.texts()))
                .rule("limits.event_kind_allowlist", (found, to) -> to.list(found, "allow-kinds", found.texts()))
                .rule("limits.limit_scrapers", NostrRsRelay::scrapers);
    }

    private static void messageBytes(Found found, Translation translation) {
        if (found.number() == 0) {
            translation.note(found, "messages are always bounded: limits.max_message_bytes");
        } else {
            Rules.messageBytes(found, translation);
        }
    }

    private static void persistBuffer(Found found, Translation translation) {
        translation.set(found, "threads.writer_queue", found.number());
        if (found.number() < 1_000) {
            translation.also(found, "threads.max_batch", found.number());
        }
    }

    private static void scrapers(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.note(found, "Souk bounds what is read, however it is asked for: [read]");
        } else {
            translation.same(found);
        }
    }

    private static void who(Rules rules) {
        rules.rule("authorization.pubkey_whitelist", (found, to) -> to.list(found, "allow-pubkeys", found.texts()))
                .rule("authorization.nip42_auth", NostrRsRelay::auth)
                .rule("authorization.nip42_dms", NostrRsRelay::privateMessages)
                .rule("verified_users.mode", NostrRsRelay::verifiedUsers);
        for (String key : List.of(
                "domain_whitelist",
                "domain_blacklist",
                "verify_expiration",
                "verify_update_frequency",
                "max_consecutive_failures")) {
            rules.leave("verified_users." + key, NO_NIP05);
        }
    }

    private static void auth(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.set(found, "auth.mode", "optional");
        } else {
            translation.note(found, "auth.mode stays \"optional\": with \"off\" nobody could read what is sent to him");
        }
    }

    private static void privateMessages(Found found, Translation translation) {
        if (found.isTrue()) {
            translation.same(found);
        } else {
            translation.note(
                    found,
                    "Souk shows messages to those concerned only; auth.private_kinds = [] would show them to all, as before");
        }
    }

    private static void verifiedUsers(Found found, Translation translation) {
        if (found.text().equals("disabled")) {
            translation.same(found);
        } else {
            translation.note(found, NO_NIP05);
        }
    }

    private static void payment(Rules rules) {
        rules.rule("pay_to_relay.enabled", (found, translation) -> {
            if (found.isTrue()) {
                translation.note(found, NO_PAYMENT);
            } else {
                translation.same(found);
            }
        });
        for (String key : List.of(
                "processor",
                "admission_cost",
                "cost_per_event",
                "node_url",
                "api_secret",
                "rune_path",
                "direct_message",
                "terms_message",
                "sign_ups",
                "secret_key")) {
            rules.leave("pay_to_relay." + key, NO_PAYMENT);
        }
    }

    private static void retention(Rules rules) {
        rules.leave("retention.max_events", NEVER_ACTED + "retention.max_bytes bounds the disk")
                .rule(
                        "retention.max_bytes",
                        (found, to) -> to.note(found, NEVER_ACTED + "retention.max_bytes = " + found.number()))
                .rule(
                        "retention.persist_days",
                        (found, to) -> to.note(
                                found, NEVER_ACTED + "retention.rules = [\"authors=all age=" + found.number() + "d\"]"))
                .leave("retention.whitelist_addresses", NEVER_ACTED + "retention.exempt_authors");
    }
}
