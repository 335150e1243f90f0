package dev.souk.marketplace.job;

/** How far the work of an offer is, and why. */
record WorkAxis(Offer.Work work, Proof proof) {
    boolean isDelivered() {
        return work == Offer.Work.DELIVERED;
    }
}
