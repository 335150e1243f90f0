package dev.souk.marketplace.api;

import java.util.Optional;

/**
 * Why a request is not answered (RFC 9457).
 *
 * @param status the HTTP status
 * @param type the last word of its URN: one for each sort of problem, stable
 * @param title what sort of problem it is, in words
 * @param detail what is wrong with this request
 * @param parameter the parameter that is to blame
 */
record Problem(int status, String type, String title, String detail, Optional<String> parameter) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String URN = "urn:souk:problem:";
    private static final int MAX_INSTANCE = 256;

    /** A parameter whose value cannot be used. */
    static Problem badParameter(String name, String detail) {
        return new Problem(400, "bad-parameter", "A parameter cannot be used", detail, Optional.of(name));
    }

    /** A parameter that the path does not have. */
    static Problem unknownParameter(String name, String detail) {
        return new Problem(400, "unknown-parameter", "There is no such parameter", detail, Optional.of(name));
    }

    /** A path that does not exist. */
    static Problem unknownPath() {
        return new Problem(
                404,
                "unknown-path",
                "There is no such path",
                "All paths stand in /api/v1/openapi.json.",
                Optional.empty());
    }

    /** A path that exists, and a thing that does not. */
    static Problem unknown(String what) {
        return new Problem(
                404, "not-found", "Nothing is known of it", "This relay knows no such " + what + ".", Optional.empty());
    }

    /** As a JSON document; {@code path} is what was asked for. */
    byte[] document(String path) {
        Json json = new Json();
        json.object()
                .put("type", URN + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", reference(path));
        parameter.ifPresent(name -> json.put("parameter", name));
        return json.end().toBytes();
    }

    /** The path as a URI reference: what a URI may not contain is percent-encoded. */
    private static String reference(String path) {
        StringBuilder reference = new StringBuilder();
        for (byte octet : Json.clean(path).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            if (reference.length() > MAX_INSTANCE) {
                break;
            }
            char c = (char) (octet & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/:@".indexOf(c) >= 0)) {
                reference.append(c);
            } else {
                reference
                        .append('%')
                        .append(java.util.HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return reference.toString();
    }
}
