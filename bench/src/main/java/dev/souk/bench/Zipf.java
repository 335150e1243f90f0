package dev.souk.bench;

import java.util.Random;

/** Draws numbers from 0 on, small ones more often: the k-th with a weight of 1 / (k + 1)^exponent. Owned by one thread. */
final class Zipf {
    private final double[] cumulative;
    private final Random random;

    Zipf(int size, double exponent, Random random) {
        this.cumulative = new double[size];
        this.random = random;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 1 / Math.pow(i + 1.0, exponent);
            cumulative[i] = sum;
        }
    }

    int next() {
        double target = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = java.util.Arrays.binarySearch(cumulative, target);
        return found >= 0 ? found : Math.min(-found - 1, cumulative.length - 1);
    }
}
