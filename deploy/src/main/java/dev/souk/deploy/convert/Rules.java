package dev.souk.deploy.convert;

import dev.souk.protocol.Identifier;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What becomes of each setting of one relay. Filled while it is made, and never after. */
final class Rules {
    private static final long MAX_SECONDS = 36_525L * 86_400;

    private final Map<String, BiConsumer<Found, Translation>> rules = new HashMap<>();
    private final Map<String, Object> assumed = new TreeMap<>();

    /** The setting becomes {@code target}, its value what {@code value} makes of it. */
    Rules set(String key, String target, Function<Found, Object> value) {
        return rule(key, (found, translation) -> translation.set(found, target, value.apply(found)));
    }

    /** The setting has nothing that corresponds, which matters when it is more than empty or off. */
    Rules leave(String key, String why) {
        return rule(key, (found, translation) -> {
            if (found.value().equals("") || found.value().equals(false)) {
                translation.same(found);
            } else {
                translation.note(found, why);
            }
        });
    }

    /** The setting is a matter of its own. */
    Rules rule(String key, BiConsumer<Found, Translation> rule) {
        rules.put(key, rule);
        return this;
    }

    /** What the setting is there when it is left out, where that decides whether clients still find the relay. */
    Rules assume(String key, Object value) {
        assumed.put(key, value);
        return this;
    }

    /** What is assumed beside {@code found}. */
    List<Found> assumed(List<Found> found) {
        return assumed.entrySet().stream()
                .filter(entry -> found.stream().noneMatch(one -> one.key().equals(entry.getKey())))
                .map(entry -> new Found(entry.getKey(), entry.getValue(), 0))
                .toList();
    }

    /** What to do with a setting; nothing when the relay has none of that name. */
    Optional<BiConsumer<Found, Translation>> of(String key) {
        return Optional.ofNullable(rules.get(key));
    }

    /** A number of seconds as a duration of Souk, a century at most. */
    static String seconds(long seconds) {
        return Math.min(seconds, MAX_SECONDS) % 86_400 == 0
                ? Math.min(seconds, MAX_SECONDS) / 86_400 + "d"
                : seconds + "s";
    }

    /** Text on one line. */
    static String oneLine(String text, int max) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= max ? line : line.substring(0, max);
    }

    /** The longest message, and what must not be longer than it. */
    static void messageBytes(Found found, Translation translation) {
        long bytes = found.number();
        translation.set(found, "limits.max_message_bytes", bytes);
        if (bytes < 102_400 && bytes >= 1024) {
            translation.also(found, "limits.max_content_characters", bytes);
        }
    }

    /** How often a silent client is pinged; it must not be closed before. */
    static void ping(Found found, Translation translation) {
        long seconds = found.number();
        if (seconds == 0) {
            translation.note(found, "Souk always pings silent clients: limits.ping_interval, 55 s unless set");
            return;
        }
        translation.set(found, "limits.ping_interval", seconds(seconds));
        if (seconds >= 150) {
            translation.also(found, "limits.idle_timeout", seconds(seconds * 2 + 40));
        }
    }

    /** The port, where the pages for the operator are not. */
    static void port(Found found, Translation translation) {
        translation.set(found, "server.port", found.number());
        if (found.number() == 7778) {
            translation.also(found, "monitoring.port", 7779L);
        }
    }

    /** The longest event, of whatever kind. */
    static void eventBytes(Found found, Translation translation) {
        long bytes = found.number();
        if (bytes == 0) {
            translation.note(found, "bounded by limits.max_message_bytes only, as is the default");
        } else {
            translation.set(found, "write.max_bytes", List.of("0-" + Integer.MAX_VALUE + ": " + bytes));
        }
    }

    /** The header that says who a client is, and who is believed. */
    static void addressHeader(Found found, Translation translation) {
        String header = found.text().toLowerCase(Locale.ROOT);
        String trust = "believed from the proxies in server.trusted_proxies only, this machine unless set: add yours";
        switch (header) {
            case "" ->
                translation.note(
                        found,
                        "Souk believes X-Forwarded-For from this machine, where a proxy may be;"
                                + " server.forwarded_header = \"none\" believes nobody");
            case "x-forwarded-for", "forwarded" -> {
                translation.set(found, "server.forwarded_header", header);
                translation.note(found, trust);
            }
            default ->
                translation.note(
                        found,
                        "let the proxy set X-Forwarded-For, as nginx does with $proxy_add_x_forwarded_for and Cloudflare by"
                                + " itself; it is " + trust);
        }
    }

    /** A public key, in hex or as npub. */
    static void pubkey(Found found, Translation translation) {
        Identifier.pubkey(found.text())
                .ifPresentOrElse(
                        key -> translation.set(found, "info.pubkey", key.hex()),
                        () -> ifSaid(found, translation, () -> translation.note(found, "is no public key")));
    }

    /** A link for {@code target}. */
    static BiConsumer<Found, Translation> link(String target) {
        return (found, translation) -> ifSaid(
                found,
                translation,
                () -> translation.set(found, target, found.text().strip()));
    }

    /** Text for {@code target}, on one line and not too long. */
    static BiConsumer<Found, Translation> line(String target, int max) {
        return (found, translation) -> ifSaid(found, translation, () -> {
            String line = oneLine(found.text(), max);
            translation.set(found, target, line);
            if (!line.equals(found.text())) {
                translation.note(found, "is made one line of at most " + max + " characters");
            }
        });
    }

    /** How the relay is called. */
    static void relayUrl(Found found, Translation translation) {
        ifSaid(
                found,
                translation,
                () -> translation.set(
                        found, "auth.relay_urls", List.of(found.text().strip())));
    }

    private static void ifSaid(Found found, Translation translation, Runnable action) {
        if (found.text().isBlank()) {
            translation.same(found);
        } else {
            action.run();
        }
    }
}
