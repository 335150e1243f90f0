package dev.souk.marketplace.ledger;

import dev.souk.marketplace.job.JobFold;
import dev.souk.protocol.Bytes32;
import java.time.Duration;

/**
 * How the ledger works.
 *
 * @param self the relay's own key, whose events are no facts
 * @param fold folds jobs
 * @param addresses where the market's events are published
 * @param interval the least time between two versions of one event
 * @param pause how long what sums up many jobs may be out of date
 * @param limits the bounds
 */
public record LedgerSettings(
        Bytes32 self, JobFold fold, Addresses addresses, Duration interval, Duration pause, LedgerLimits limits) {}
