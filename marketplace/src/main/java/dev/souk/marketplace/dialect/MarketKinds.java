package dev.souk.marketplace.dialect;

/** The numbers of the job protocol, of all eras. */
final class MarketKinds {
    static final int PROFILE = 0;
    static final int DELETION = 5;
    static final int REACTION = 7;
    static final int VANISH = 62;
    static final int RATING = 1_986;
    static final int NIP90_FEEDBACK = 7_000;
    static final int NUTZAP = 9_321;
    static final int ZAP_RECEIPT = 9_735;
    static final int HEARTBEAT = 11_998;
    static final int AGENT_HEARTBEAT = 30_333;
    static final int REVIEW = 31_117;
    static final int HANDLER = 31_990;
    static final int KINDS_65_FEEDBACK = 65_000;
    static final int KINDS_65_RESULT = 65_001;
    static final int FORK_FEEDBACK = 68_000;
    static final int JOB_REQUEST = 68_001;
    static final int JOB_RESULT = 68_002;
    static final int JOB_FEEDBACK = 68_003;
    static final int FORK_REQUEST = 68_005;

    private MarketKinds() {}

    /** True for requests of NIP-90, apart from the numbers that others use for something else. */
    static boolean isNip90Request(int kind) {
        return within(kind, 5_000, 5_999) && !isForeign(kind);
    }

    /** True for results of NIP-90, with the same exceptions a thousand higher. */
    static boolean isNip90Result(int kind) {
        return within(kind, 6_000, 6_999) && !isForeign(kind - 1_000);
    }

    /** True for the addressable results that were proposed for NIP-90. */
    static boolean isAddressableResult(int kind) {
        return within(kind, 36_000, 36_999);
    }

    /** True for requests of the 65xxx era; its text ends the range with 66000 included. */
    static boolean isKinds65Request(int kind) {
        return within(kind, 65_002, 66_000);
    }

    /** True for kinds that ask for a job. */
    static boolean isRequest(int kind) {
        return kind == JOB_REQUEST || kind == FORK_REQUEST || isKinds65Request(kind) || isNip90Request(kind);
    }

    /** True for kinds that ask for a job, deliver one, or say something about one. */
    static boolean isJobKind(int kind) {
        return isRequest(kind)
                || isNip90Result(kind)
                || isAddressableResult(kind)
                || within(kind, FORK_FEEDBACK, JOB_FEEDBACK)
                || within(kind, KINDS_65_FEEDBACK, KINDS_65_RESULT)
                || kind == NIP90_FEEDBACK;
    }

    /** True for kinds of what goes on around jobs, which mostly mean something else. */
    static boolean isAround(int kind) {
        return switch (kind) {
            case PROFILE,
                    DELETION,
                    REACTION,
                    VANISH,
                    RATING,
                    NUTZAP,
                    ZAP_RECEIPT,
                    HEARTBEAT,
                    AGENT_HEARTBEAT,
                    REVIEW,
                    HANDLER -> true;
            default -> false;
        };
    }

    /** True for kinds from which a fact of a job may have been read, so that taking one back matters. */
    static boolean makesFacts(int kind) {
        return isJobKind(kind)
                || switch (kind) {
                    case REACTION, RATING, NUTZAP, ZAP_RECEIPT, REVIEW -> true;
                    default -> false;
                };
    }

    /** Request numbers that carry other traffic, as do their results: seen on relays, no jobs (docs/DIALECTS.md). */
    private static boolean isForeign(int requestKind) {
        return switch (requestKind) {
            case 5_013, 5_128, 5_153, 5_183, 5_391, 5_392, 5_393, 5_394, 5_666, 5_969 -> true;
            default -> false;
        };
    }

    private static boolean within(int kind, int first, int last) {
        return kind >= first && kind <= last;
    }
}
