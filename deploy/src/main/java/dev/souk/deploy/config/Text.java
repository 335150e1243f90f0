package dev.souk.deploy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A string that {@code accepted} takes; {@code expectation} says which those are. */
record Text(String expectation, Predicate<String> accepted) implements ValueType<String> {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%-]{1,253}");
    private static final Pattern HEX_KEY = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    /** Any text of {@code min} to {@code max} characters without line breaks. */
    static Text ofLength(int min, int max) {
        return new Text(
                "one line of text of " + min + " to " + max + " characters",
                text -> text.length() >= min
                        && text.length() <= max
                        && text.chars().noneMatch(Character::isISOControl));
    }

    /** A host name or an address literal. */
    static Text host() {
        return new Text("a host name or an address like \"127.0.0.1\" or \"::\"", HOST.asMatchPredicate());
    }

    /** A link to something on the web. */
    static Text link() {
        return new Text("a link that begins with https:// or http://", LINK.asMatchPredicate());
    }

    /** A public key. */
    static Text publicKey() {
        return new Text("a public key of 64 lowercase hex digits", HEX_KEY.asMatchPredicate());
    }

    /** One of the constants of an enum, in lower case and with dashes. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Text::word).toList();
        return new Text("one of \"" + String.join("\", \"", words) + "\"", words::contains)
                .as(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_')), Text::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same, or the empty string for nothing. */
    ValueType<Optional<String>> orEmpty() {
        return new Text(expectation + ", or \"\" for none", text -> text.isEmpty() || accepted.test(text))
                .as(text -> Optional.of(text).filter(value -> !value.isEmpty()), value -> value.orElse(""));
    }

    @Override
    public Parsed<String> parse(Object toml) {
        return toml instanceof String text && accepted.test(text)
                ? new Parsed.Valid<>(text)
                : new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation);
    }

    @Override
    public Object ofText(String text) {
        return text;
    }

    @Override
    public String toToml(String value) {
        return Literal.quoted(value);
    }
}
