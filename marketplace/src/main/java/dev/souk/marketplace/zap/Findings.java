package dev.souk.marketplace.zap;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Collects what fails while one event is checked. */
final class Findings {
    private final Set<ZapCheck> failed = EnumSet.noneOf(ZapCheck.class);

    /** Notes whether {@code check} holds, and tells it back. */
    boolean expect(ZapCheck check, boolean holds) {
        if (!holds) {
            failed.add(check);
        }
        return holds;
    }

    /** True when nothing failed that is required. */
    boolean areGood() {
        return failed.stream().noneMatch(ZapCheck::isRequired);
    }

    /** The names of what failed, in the order of the checks. */
    List<String> names() {
        return failed.stream().map(ZapCheck::wire).toList();
    }
}
