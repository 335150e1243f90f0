package dev.souk.protocol.json;

/** A text is not what it should be. The message says where and why, and quotes nothing of it. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String problem) {
        super(problem);
    }

    public MalformedException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
