package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Source;

/**
 * What the customer said of one provider's work, in whatever way.
 *
 * @param source the event in which it says so
 * @param isAcceptance false when it rejects
 * @param rule the way
 */
record Opinion(Source source, boolean isAcceptance, Rule rule) {}
