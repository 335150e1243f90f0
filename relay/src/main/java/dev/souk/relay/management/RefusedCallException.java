package dev.souk.relay.management;

/** A call cannot be done as it is put; the message tells the caller why. */
final class RefusedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedCallException(String why) {
        super(why);
    }
}
