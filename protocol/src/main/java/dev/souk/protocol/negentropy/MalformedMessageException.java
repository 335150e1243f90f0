package dev.souk.protocol.negentropy;

/** A message breaks the rules of the protocol; the text says which. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String rule) {
        super(rule);
    }
}
