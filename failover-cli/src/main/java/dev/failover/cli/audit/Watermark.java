package dev.failover.cli.audit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One watermark of the disks.
 *
 * @param share of the disk that may be used, 0 to 1; negative where bytes are given
 * @param bytes that must be free; with a share the most that it asks for, negative for no such limit
 */
record Watermark(double share, double bytes) {

    private static final Pattern SIZE = Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,6})?)([kmgtp]?b?)");
    private static final Map<String, Double> UNITS =
            Map.of("", 1.0, "b", 1.0, "kb", 0x1p10, "mb", 0x1p20, "gb", 0x1p30, "tb", 0x1p40, "pb", 0x1p50);

    /** As a percentage, a ratio, or the bytes that must stay free; nothing where it is none of these. */
    static Optional<Watermark> of(ClusterSettings settings, String which) {
        String key = "cluster.routing.allocation.disk.watermark." + which;
        double headroom =
                settings.text(key + ".max_headroom").flatMap(Watermark::size).orElse(-1.0);
        return settings.text(key).flatMap(text -> parsed(text, headroom));
    }

    private static Optional<Watermark> parsed(String text, double headroom) {
        Optional<Double> number = size(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        if (text.endsWith("%")) {
            return number.map(percent -> new Watermark(percent / 100, headroom));
        }
        boolean ratio = text.matches("[01](\\.\\d+)?");
        return number.map(value -> ratio ? new Watermark(value, headroom) : new Watermark(-1, value));
    }

    private static Optional<Double> size(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(UNITS.get(size.group(2))).map(unit -> unit * Double.parseDouble(size.group(1)));
    }

    /** How much of a disk of this size must be free. */
    double freeOf(double total) {
        if (share < 0) {
            return bytes;
        }
        double free = total * (1 - share);
        return bytes < 0 ? free : Math.min(free, bytes);
    }

    boolean isShare() {
        return share >= 0;
    }

    /** Whether it is reached before the other one, by a disk that fills. */
    boolean comesBefore(Watermark later) {
        return isShare() ? share < later.share : bytes > later.bytes;
    }
}
