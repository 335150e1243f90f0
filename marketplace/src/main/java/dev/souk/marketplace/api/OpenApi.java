package dev.souk.marketplace.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI document, which is a file beside this class and goes out as it is. */
final class OpenApi {
    static final String FILE = "openapi.json";

    /** It changes with the software only. */
    private static final int MAX_AGE = 3_600;

    private OpenApi() {}

    static Endpoint endpoint() {
        byte[] document = document();
        return Endpoint.of(Paths.V1 + "/" + FILE, call -> Answer.whole(Answer.JSON, document, MAX_AGE));
    }

    /** The document's bytes. */
    static byte[] document() {
        try (InputStream file = OpenApi.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + FILE);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
