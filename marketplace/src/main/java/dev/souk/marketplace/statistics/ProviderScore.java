package dev.souk.marketplace.statistics;

/**
 * How well a provider does, for ranking: {@code reliability * acceptance * (0.4 * reach + 0.6 * earning)}. It counts
 * people, never events or amounts, so nobody can carry it alone, however much they order, pay or complain. The reasons are
 * in docs/STATISTICS.md.
 *
 * @param value from 0 to 1
 * @param reliability the Wilson lower bound (95 %) of the completion by customer
 * @param acceptance {@code 1 - customers who reject / (customers served + 2)}
 * @param reach {@code customers served / (customers served + 10)}
 * @param earning {@code n / (n + 5)} of n different people who paid in full, verified
 */
public record ProviderScore(double value, double reliability, double acceptance, double reach, double earning) {
    /** The part of {@link #reach} in the value. */
    public static final double REACH_WEIGHT = 0.4;

    /** The part of {@link #earning} in the value. */
    public static final double EARNING_WEIGHT = 0.6;

    /** So many customers are half of all reach. */
    public static final double HALF_REACH = 10;

    /** So many payers are half of all earning. */
    public static final double HALF_EARNING = 5;

    /** So many contented customers everybody is credited with before the first one complains. */
    public static final double CREDIT = 2;

    /** The normal quantile of 97.5 %. */
    private static final double Z = 1.959964;

    static ProviderScore of(Summary summary) {
        double served = summary.people(Group.SERVED).count();
        double payers = summary.people(Group.VERIFIED_PAYERS).count();
        double disputers = summary.people(Group.DISPUTERS).count();
        double engaged = summary.people(Group.ENGAGED).count();
        double reliability = wilson(summary.completionByCustomer().orElse(0), engaged);
        double acceptance = Math.max(0, 1 - disputers / (served + CREDIT));
        double reach = served / (served + HALF_REACH);
        double earning = payers / (payers + HALF_EARNING);
        double value = reliability * acceptance * (REACH_WEIGHT * reach + EARNING_WEIGHT * earning);
        return new ProviderScore(value, reliability, acceptance, reach, earning);
    }

    /** The least share that is still likely behind a {@code share} seen in {@code trials} (E. B. Wilson 1927). */
    private static double wilson(double share, double trials) {
        if (trials <= 0) {
            return 0;
        }
        double centre = share + Z * Z / (2 * trials);
        double margin = Z * Math.sqrt((share * (1 - share) + Z * Z / (4 * trials)) / trials);
        return Math.max(0, (centre - margin) / (1 + Z * Z / trials));
    }
}
