package dev.souk.deploy.config;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Identifier;
import dev.souk.protocol.RelayUrl;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.RetentionRule;
import dev.souk.relay.config.WriteRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of strings, each of which {@code accepted} takes. In a variable they are separated by commas.
 *
 * @param element what one string is, with an example
 * @param max how many at most
 */
record Texts(String element, int max, Predicate<String> accepted) implements ValueType<List<String>> {
    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Kinds and ranges of kinds from {@code min} on. */
    static ValueType<List<KindRange>> kindRanges(int min, int max) {
        return new Texts("kinds and ranges like \"65536-69999\", from " + min + " on", max, text -> isRange(text, min))
                .as(
                        texts -> texts.stream().map(KindRange::parse).toList(),
                        ranges -> ranges.stream().map(KindRange::toString).toList());
    }

    /** Rules of how long events are kept. In a variable they are separated by semicolons, as they have commas. */
    static ValueType<List<RetentionRule>> retentionRules(int max) {
        return new RuleTexts(new Texts(
                "rules like \"kinds=1,6-7 authors=others age=90d\" (authors: all, members or others)",
                max,
                RuleTexts::isRule));
    }

    /** A command: arguments without control characters. In a variable they have no commas. */
    static Texts arguments(int max, int maxCharacters) {
        return new Texts(
                "arguments like \"./policy.py\"",
                max,
                text -> !text.isEmpty()
                        && text.length() <= maxCharacters
                        && text.chars().noneMatch(Character::isISOControl));
    }

    /** Kinds, one by one. */
    static ValueType<Set<Integer>> kinds(int max) {
        return new Texts("kinds like \"1059\"", max, Texts::isKind)
                .as(
                        texts -> texts.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()),
                        kinds -> kinds.stream()
                                .sorted()
                                .map(kind -> Integer.toString(kind))
                                .toList());
    }

    /** Names of rules. */
    static ValueType<Set<WriteRule>> rules() {
        return new Texts(
                        "rules like \"deny-words\"",
                        WriteRule.values().length,
                        text -> WriteRule.of(text).isPresent())
                .as(
                        texts -> texts.stream()
                                .map(WriteRule::of)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toUnmodifiableSet()),
                        rules -> rules.stream().sorted().map(WriteRule::word).toList());
    }

    /** Public keys. */
    static ValueType<Set<Bytes32>> publicKeys(int max) {
        return new Texts(
                        "public keys, as 64 hex digits or npub",
                        max,
                        text -> Identifier.pubkey(text).isPresent())
                .as(
                        texts -> texts.stream()
                                .map(Identifier::pubkey)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toUnmodifiableSet()),
                        keys -> keys.stream().sorted().map(Bytes32::hex).toList());
    }

    private static boolean isKind(String text) {
        return text.matches("[0-9]{1,9}");
    }

    /** URLs of relays. */
    static Texts relayUrls(int max) {
        return new Texts(
                "relay URLs like \"wss://relay.example.com\"",
                max,
                text -> RelayUrl.parse(text).isPresent());
    }

    /** Names of hosts, in lower case, each with a dot and without a port. */
    static Texts hosts(int max) {
        return new Texts(
                "host names like \"wallet.example.com\"",
                max,
                text -> text.length() <= 253 && HOST.matcher(text).matches());
    }

    /** Addresses and CIDR ranges. */
    static Texts networks(int max) {
        return new Texts("addresses and ranges like \"10.0.0.0/8\" or \"::1\"", max, Texts::isNetwork);
    }

    @Override
    public String expectation() {
        return "a list of " + element + ", at most " + max;
    }

    @Override
    public Parsed<List<String>> parse(Object toml) {
        if (!(toml instanceof List<?> list) || list.size() > max) {
            return new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation());
        }
        for (Object one : list) {
            if (!(one instanceof String text) || !accepted.test(text)) {
                return new Parsed.Invalid<>("holds " + Literal.shown(one) + "; expected " + expectation());
            }
        }
        return new Parsed.Valid<>(list.stream().map(String.class::cast).toList());
    }

    @Override
    public Object ofText(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    @Override
    public String toToml(List<String> value) {
        return value.stream().map(Literal::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static boolean isRange(String text, int min) {
        try {
            return KindRange.parse(text).first() >= min;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** An address literal with or without a prefix length; never a name, so that nothing is looked up. */
    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!DOTTED.matcher(address).matches() && !COLONS.matcher(address).matches()) {
            return false;
        }
        try {
            int bits = InetAddress.getByName(address).getAddress().length * 8;
            return slash < 0 || isBetween(text.substring(slash + 1), bits);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isBetween(String prefix, int bits) {
        return prefix.matches("[0-9]{1,3}") && Integer.parseInt(prefix) <= bits;
    }
}
