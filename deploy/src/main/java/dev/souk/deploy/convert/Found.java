package dev.souk.deploy.convert;

import dev.souk.deploy.config.ConfigDraft;
import java.util.List;
import java.util.function.Predicate;

/**
 * A setting that the source has.
 *
 * @param key with dots between its parts
 * @param value a string, a whole number, true or false, or a list
 * @param line where it stands; 0 when it is left out there, and this is what it is then
 */
record Found(String key, Object value, int line) {
    private static final List<String> SECRETS = List.of("secret", "connection", "rune");

    /** For people; what may be a secret is not shown. */
    String shown() {
        boolean isSecret = SECRETS.stream().anyMatch(key::contains);
        return key + " = " + (isSecret ? "(not shown)" : ConfigDraft.shown(value));
    }

    /** For a comment on what has become of it. */
    String origin() {
        return line == 0 ? key + ", as it is there by default" : key;
    }

    long number() {
        return expect(Long.class, "a whole number");
    }

    String text() {
        return expect(String.class, "text in quotes");
    }

    boolean isTrue() {
        return expect(Boolean.class, "true or false");
    }

    /** The texts, or the texts of the numbers, of a list. */
    List<String> texts() {
        Predicate<Object> isScalar = one -> one instanceof String || one instanceof Long;
        List<?> all = expect(List.class, "a list");
        if (!all.stream().allMatch(isScalar)) {
            throw new ConversionException("line " + line + ": " + key + " is a list of something else than expected");
        }
        return all.stream().map(String::valueOf).toList();
    }

    private <T> T expect(Class<T> type, String what) {
        if (!type.isInstance(value)) {
            throw new ConversionException("line " + line + ": " + shown() + "; expected " + what);
        }
        return type.cast(value);
    }
}
