package dev.souk.relay.read;

import dev.souk.protocol.Reason;

/** Whether a subscription may stay open. */
public sealed interface Keeping {
    /** It may; {@code leave} says that it is open no more. */
    record Kept(Runnable leave) implements Keeping {}

    /** There is no room for it. */
    record Refused(Reason reason) implements Keeping {}
}
