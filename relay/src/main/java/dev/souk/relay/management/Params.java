package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.JsonBytes;
import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.ManagementCall.Param;
import dev.souk.relay.moderation.Network;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of a call, as its method wants them. What is missing or wrong is a {@link RefusedCallException}. */
record Params(List<Param> all) {
    /** Characters of a reason. */
    static final int MAX_REASON = 500;

    /** Characters of a parameter that are written down. */
    private static final int SHOWN = 200;

    private Optional<Param> at(int index) {
        return index < all.size() && !(all.get(index) instanceof ManagementCall.Nothing)
                ? Optional.of(all.get(index))
                : Optional.empty();
    }

    /** The text at {@code index}, if there is something. */
    Optional<String> optionalText(int index, String what, int max) {
        return at(index).map(param -> {
            if (param instanceof ManagementCall.Text(String text) && text.codePointCount(0, text.length()) <= max) {
                return text;
            }
            throw new RefusedCallException(what + " must be a string of at most " + max + " characters");
        });
    }

    /** The text at {@code index}. */
    String text(int index, String what, int max) {
        return optionalText(index, what, max).orElseThrow(() -> missing(what));
    }

    private static RefusedCallException missing(String what) {
        return new RefusedCallException(what + " is missing");
    }

    /** Why; empty when nobody said. */
    String reason(int index) {
        return optionalText(index, "the reason", MAX_REASON).orElse("");
    }

    /** A public key or an event id. */
    Bytes32 bytes32(int index, String what) {
        return at(index)
                .map(param -> param instanceof ManagementCall.Text(String text) ? text : "")
                .map(text -> Bytes32.parse(text)
                        .orElseThrow(() -> new RefusedCallException(what + " must be 64 lowercase hex digits")))
                .orElseThrow(() -> missing(what));
    }

    /** The number at {@code index}, if there is something. */
    OptionalLong optionalNumber(int index, String what, long min, long max) {
        Optional<Param> param = at(index);
        if (param.isEmpty()) {
            return OptionalLong.empty();
        }
        if (param.get() instanceof ManagementCall.Whole(long value) && value >= min && value <= max) {
            return OptionalLong.of(value);
        }
        throw new RefusedCallException(what + " must be a whole number from " + min + " to " + max);
    }

    /** The kind at {@code index}. */
    int kind(int index) {
        return (int) optionalNumber(index, "the kind", 0, Integer.MAX_VALUE).orElseThrow(() -> missing("the kind"));
    }

    /** The address or range at {@code index}. */
    Network network(int index) {
        return network(text(index, "the address", 64));
    }

    static Network network(String text) {
        return Network.parse(text)
                .orElseThrow(() -> new RefusedCallException(
                        "an address or a range is needed, like 192.0.2.1, 2001:db8::1 or 2001:db8::/64"));
    }

    /** How many entries of a list are wanted: the first parameter of methods that list. */
    int limit(int max) {
        return (int) optionalNumber(0, "the limit", 1, Integer.MAX_VALUE).stream()
                .map(wanted -> Math.min(wanted, max))
                .findFirst()
                .orElse(max);
    }

    /** Behind which entry the list is to begin: the second one. */
    Optional<String> after() {
        return optionalText(1, "the entry before", 100);
    }

    /** Behind which event or key it is to begin. */
    Optional<Bytes32> afterBytes32() {
        return after().isEmpty() ? Optional.empty() : Optional.of(bytes32(1, "the entry before"));
    }

    /** For the audit log: long texts are cut. */
    static void write(JsonBytes json, List<Param> params) {
        json.raw('[');
        String comma = "";
        for (Param param : params) {
            json.raw(comma);
            switch (param) {
                case ManagementCall.Text(String text) ->
                    json.string(
                            text.codePointCount(0, text.length()) <= SHOWN
                                    ? text
                                    : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...");
                case ManagementCall.Whole(long value) -> json.number(value);
                case ManagementCall.Nothing() -> json.raw("null");
            }
            comma = ",";
        }
        json.raw(']');
    }
}
