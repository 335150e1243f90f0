package dev.souk.marketplace.lnurl;

/** What a server answered, as far as it matters. */
sealed interface HttpAnswer {
    /** 200, with a body. */
    record Body(byte[] bytes) implements HttpAnswer {}

    /** Look elsewhere. */
    record Redirect(String location) implements HttpAnswer {}

    /** Any other status. */
    record Status(int code) implements HttpAnswer {}
}
