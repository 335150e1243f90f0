package dev.souk.marketplace.job;

/** Which kind of result belongs to which kind of request. */
final class ResultKinds {
    private ResultKinds() {}

    /** True when a result of {@code result} answers requests of {@code request}. */
    static boolean belong(int request, int result) {
        if (request >= 5_000 && request <= 5_999) {
            // Addressable results are a proposal that some services follow.
            return result == request + 1_000 || result == request + 31_000;
        }
        if (request >= 65_002 && request <= 66_000) {
            return result == 65_001;
        }
        // The fork asks with 68005 and answers with 68001.
        return request == 68_005 ? result == 68_001 : result == 68_002;
    }
}
