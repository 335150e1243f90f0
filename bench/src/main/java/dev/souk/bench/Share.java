package dev.souk.bench;

/** The mix of a corpus: what share each sort of event has, in thousandths. They sum up to a whole. */
enum Share {
    NOTE(420),
    REACTION(283),
    PROFILE(40),
    FOLLOWS(2),
    REPOST(45),
    ZAP(30),
    WRAP(20),
    RELAY_LIST(20),
    APP_DATA(40),
    ARTICLE(15),
    DELETION(10),
    JOB_REQUEST(30),
    JOB_ANSWER(20),
    LEGACY_REQUEST(10),
    LEGACY_RESULT(8),
    LEGACY_FEEDBACK(7);

    static final int WHOLE = 1_000;

    private final int thousandths;

    Share(int thousandths) {
        this.thousandths = thousandths;
    }

    int thousandths() {
        return thousandths;
    }

    /** The sort that a draw from 0 to below {@link #WHOLE} falls on. */
    static Share of(int draw) {
        int left = draw;
        for (Share share : values()) {
            left -= share.thousandths;
            if (left < 0) {
                return share;
            }
        }
        throw new IllegalArgumentException("the draw is out of range: " + draw);
    }
}
