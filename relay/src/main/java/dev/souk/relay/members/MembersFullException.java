package dev.souk.relay.members;

/** There are as many members, or roles, as there may be. */
public final class MembersFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MembersFullException(String what, int max) {
        super("there are " + max + " " + what + ", and no more are kept");
    }
}
