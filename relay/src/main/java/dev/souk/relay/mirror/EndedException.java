package dev.souk.relay.mirror;

/** A conversation with another relay is over. */
final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose doing it is, which decides how soon it is tried again. */
    enum Cause {
        /** The network's, or the other relay has gone: soon, then later and later. */
        AWAY,
        /** It turns this relay away: not soon. */
        UNWELCOME,
        /** It does what no relay does: not soon. */
        MISBEHAVED,
        /** This relay cannot store: soon, then later and later. */
        OURS
    }

    private final Cause whose;

    EndedException(Cause whose, String what) {
        super(what);
        this.whose = whose;
    }

    Cause whose() {
        return whose;
    }

    /** What the log says. */
    String what() {
        return String.valueOf(getMessage());
    }
}
