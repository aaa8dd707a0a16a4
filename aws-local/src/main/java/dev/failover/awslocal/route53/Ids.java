package dev.failover.awslocal.route53;

import java.util.random.RandomGenerator;

/** Ids in the shape of Route 53's: a letter and upper-case letters and digits. */
final class Ids {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 20;

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    String next(char first) {
        StringBuilder id = new StringBuilder().append(first);
        while (id.length() < LENGTH) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
