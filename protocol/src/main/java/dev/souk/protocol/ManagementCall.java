package dev.souk.protocol;

import java.util.List;

/** What an operator asks of a relay (NIP-86): a method and its parameters, not yet understood. */
public record ManagementCall(String method, List<Param> params) {
    /** The content type of a call and of its answer. */
    public static final String CONTENT_TYPE = "application/nostr+json+rpc";

    public ManagementCall {
        params = List.copyOf(params);
    }

    /** One parameter. */
    public sealed interface Param {}

    /** A string. */
    public record Text(String text) implements Param {}

    /** A whole number. */
    public record Whole(long value) implements Param {}

    /** {@code null}: a parameter that is left out before others. */
    public record Nothing() implements Param {}
}
