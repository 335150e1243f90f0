package dev.souk.deploy.config;

import dev.souk.protocol.Filter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.config.MirrorConfig.HostPort;
import dev.souk.relay.config.MirrorConfig.Trust;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One table {@code [[mirrors.relays]]}. */
final class MirrorSection extends Section<MirrorConfig> {
    private static final int MAX_URL = 1_000;
    private static final Pattern PROXY =
            Pattern.compile("socks5://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private final Setting<MirrorConfig, URI> url = add(
            "url",
            new Text("a URL like \"wss://relay.example.com\"", MirrorSection::isRelay).as(URI::create, URI::toString),
            MirrorConfig::url,
            "Where it is.");
    private final Setting<MirrorConfig, Optional<String>> name = add(
            "name",
            new Text("letters, digits and any of . _ : / -, up to 100", text -> text.matches("[A-Za-z0-9._:/-]{1,100}"))
                    .orEmpty(),
            MirrorSection::givenName,
            "What the log and the meters call it; \"\" for its host.");
    private final Setting<MirrorConfig, Direction> direction =
            add("direction", Text.oneOf(Direction.class), MirrorConfig::direction, "Which way events go.");
    private final Setting<MirrorConfig, List<Filter>> filters = add(
            "filters",
            new MirrorFilters(),
            MirrorConfig::filters,
            "Which events, as in a REQ; one that matches any of them.");
    private final Setting<MirrorConfig, Trust> trust = add(
            "trust",
            Text.oneOf(Trust.class),
            MirrorConfig::trust,
            "Whether signatures are checked (\"verify\"), or its word is enough for them (\"trusted\").");
    private final Setting<MirrorConfig, Boolean> catchUp = add(
            "catch_up",
            new TrueOrFalse(),
            MirrorConfig::catchUp,
            "Whether what is there already is mirrored, or only what is new from the first connection on.");
    private final Setting<MirrorConfig, Optional<HostPort>> proxy = add(
            "proxy",
            new OrNone<>(new Text(
                            "a proxy like \"socks5://127.0.0.1:9050\"",
                            text -> hostPort(text).isPresent())
                    .as(text -> hostPort(text).orElseThrow(), host -> "socks5://" + host)),
            MirrorConfig::proxy,
            "A SOCKS5 proxy that is to connect, and to look the host up; .onion needs Tor's.");

    MirrorSection() {
        super(
                "mirrors.relays",
                "One other relay.",
                MirrorConfig.of(URI.create("wss://relay.example.com"), Direction.DOWN),
                config -> MirrorConfig.of(URI.create("wss://relay.example.com"), Direction.DOWN));
    }

    private static Optional<String> givenName(MirrorConfig mirror) {
        return Optional.of(mirror.name()).filter(given -> !given.equals(MirrorConfig.nameOf(mirror.url())));
    }

    private static boolean isRelay(String text) {
        try {
            URI uri = new URI(text);
            boolean isRelay = "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
            return isRelay
                    && text.length() <= MAX_URL
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<HostPort> hostPort(String text) {
        Matcher matcher = PROXY.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            return Optional.empty();
        }
        String host = matcher.group(1).replace("[", "").replace("]", "");
        return Optional.of(new HostPort(host, Integer.parseInt(matcher.group(2))));
    }

    @Override
    MirrorConfig read(Values values) {
        if (values.place(url).isEmpty()) {
            values.add(new Problem("", url.key(), "is missing"));
        }
        URI where = values.get(url);
        boolean isOnion = where.getHost().toLowerCase(Locale.ROOT).endsWith(".onion");
        if (isOnion && values.get(proxy).isEmpty() && !values.isInvalid(proxy)) {
            values.add(new Problem("", proxy.key(), "is missing; Tor's is usually \"socks5://127.0.0.1:9050\""));
        }
        return new MirrorConfig(
                values.get(name).orElse(MirrorConfig.nameOf(where)),
                where,
                values.get(direction),
                values.get(filters),
                values.get(trust),
                values.get(catchUp),
                values.get(proxy));
    }
}
