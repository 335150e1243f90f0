package dev.souk.deploy.convert;

/** A configuration cannot be translated. The message is for whoever gave it. */
public final class ConversionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConversionException(String message) {
        super(message);
    }
}
