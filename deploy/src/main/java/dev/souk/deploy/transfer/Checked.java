package dev.souk.deploy.transfer;

import dev.souk.protocol.Event;

/** What the check of a line gave. */
sealed interface Checked {
    /** An event to store. */
    record Good(Event event) implements Checked {}

    /** An event that the store has already, so that its signature was not looked at. */
    record Known() implements Checked {}

    /** Nothing to store. */
    record Bad(Rejection rejection) implements Checked {}
}
