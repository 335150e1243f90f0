package dev.souk.marketplace.api;

/** Leaves an answer half-made for a {@link Problem}; caught by the {@link Router}, nowhere else. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
