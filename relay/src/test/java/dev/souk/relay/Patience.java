package dev.souk.relay;

import java.time.Duration;

/**
 * How long a test waits for what must come. It is only waited out when it does not come, so it is long: the machine may be
 * slow, and busy with other tests.
 */
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private Patience() {}
}
