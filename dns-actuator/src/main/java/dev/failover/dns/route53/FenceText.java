package dev.failover.dns.route53;

import java.util.ArrayList;
import java.util.List;

/**
 * A fence's text as the value of a TXT record: one quoted character-string, and another for each 255 characters more
 * (RFC 1035, 3.3).
 */
final class FenceText {

    private static final int MOST_CHARACTERS = 255;

    private FenceText() {}

    static String write(String text) {
        List<String> strings = new ArrayList<>();
        for (int from = 0; from < Math.max(text.length(), 1); from += MOST_CHARACTERS) {
            strings.add("\"" + text.substring(from, Math.min(text.length(), from + MOST_CHARACTERS)) + "\"");
        }
        return String.join(" ", strings);
    }

    /** Of a value that {@link #write} has written; of any other something that it would not write so. */
    static String read(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replace("\" \"", "") : value;
    }
}
