package dev.souk.relay.policy;

/**
 * Who asks.
 *
 * @param address the client's address, or a name in brackets for a caller inside the process
 */
public record Caller(String address) {
    /** An extension, inside the process. */
    public static Caller inside(String name) {
        return new Caller("[" + name + "]");
    }
}
