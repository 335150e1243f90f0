package dev.souk.bench;

import java.util.Random;

/**
 * Seeded text that compresses about as well as what people write: four thousand made-up words by Zipf's law, with other
 * scripts, emoji, links and characters that JSON escapes among them. Owned by one thread.
 */
final class Prose {
    private static final int WORDS = 4_000;
    private static final int MAX_LENGTH = 8_000;
    private static final double SPREAD = 0.8;
    private static final String CONSONANTS = "bcdfghklmnprstvwz";
    private static final String VOWELS = "aeiou";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
    private static final String[] SPECIAL = {
        "über", "日本語", "🚀", "привет", "naïve", "🤙🏽", "مرحبا", "\"quoted\"", "back\\slash", "line\nbreak", "ação"
    };

    private final Random random;
    private final String[] words = new String[WORDS];
    private final Zipf rank;

    Prose(Random random) {
        this.random = random;
        this.rank = new Zipf(WORDS, 1.0, random);
        for (int i = 0; i < WORDS; i++) {
            words[i] = i % 40 == 7 ? SPECIAL[i / 40 % SPECIAL.length] : word();
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
            word.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return word.toString();
    }

    /** Words of about this many characters together; lengths are log-normal with that mean. */
    String text(int average) {
        double drawn = average * Math.exp(random.nextGaussian() * SPREAD - SPREAD * SPREAD / 2);
        int length = (int) Math.clamp(drawn, 1, MAX_LENGTH);
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(words[rank.next()]);
        }
        if (random.nextInt(12) == 0) {
            text.append(" https://media.example/").append(noise(24)).append(".jpg");
        }
        return text.toString();
    }

    /** So many characters of base64 that do not compress, as encrypted content is. */
    String noise(int length) {
        StringBuilder noise = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            noise.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return noise.toString();
    }
}
