package dev.failover.cli.services;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known key that was probably meant: by the fewest letters to change (Levenshtein), without regard to case. */
final class NearestKey {

    private NearestKey() {}

    static Optional<String> of(String unknown, List<String> known) {
        return known.stream()
                .filter(key -> distance(unknown, key) <= Math.min(3, (key.length() + 1) / 2))
                .min(Comparator.comparingInt(key -> distance(unknown, key)));
    }

    private static int distance(String left, String right) {
        String a = plain(left);
        String b = plain(right);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /** {@code cool-down} and {@code CoolDown} mean the same; no key is so long that more of it matters. */
    private static String plain(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return plain.substring(0, Math.min(plain.length(), 40));
    }
}
