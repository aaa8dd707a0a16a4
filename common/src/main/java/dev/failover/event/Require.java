package dev.failover.event;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that the compact constructors of the records share; each message names field, rule and value. */
final class Require {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Require() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is required");
        }
        return value;
    }

    static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is required");
        }
        return value;
    }

    /** A name as a DNS label: it appears in topic keys, metric labels and the fence. */
    static String name(String field, @Nullable String value) {
        String text = text(field, value);
        that(NAME.matcher(text).matches(), field, "must be 1 to 63 of a-z, 0-9 and inner hyphens", text);
        return text;
    }

    static Duration positive(String field, @Nullable Duration value) {
        Duration duration = present(field, value);
        that(!duration.isNegative() && !duration.isZero(), field, "must be longer than zero", duration);
        return duration;
    }

    static Duration notNegative(String field, @Nullable Duration value) {
        Duration duration = present(field, value);
        that(!duration.isNegative(), field, "must not be negative", duration);
        return duration;
    }

    static void between(String field, long low, long high, long value) {
        that(value >= low && value <= high, field, "must be " + low + ".." + high, value);
    }

    static void notEmpty(String field, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
    }

    static void that(boolean holds, String field, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + rule + ", was '" + value + "'");
        }
    }
}
