package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.probe.Fault;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cluster is.
 *
 * @param oldestIndex the first major version whose indices it reads; 0 where it does not say
 */
record Version(boolean openSearch, int major, int minor, int patch, int oldestIndex) implements Comparable<Version> {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?.*");

    /** The object {@code version} of {@code GET /}; all zero where it is none. */
    static Version of(JsonNode said) {
        boolean openSearch = said.path("distribution").asText("").equals("opensearch");
        Matcher number = NUMBER.matcher(said.path("number").asText(""));
        int oldest = majorOf(said.path("minimum_index_compatibility_version").asText(""));
        if (!number.matches()) {
            return new Version(openSearch, 0, 0, 0, oldest);
        }
        String patch = number.group(3) == null ? "0" : number.group(3);
        return new Version(
                openSearch,
                Integer.parseInt(number.group(1)),
                Integer.parseInt(number.group(2)),
                Integer.parseInt(patch),
                oldest);
    }

    /** The major version of an index: {@code 7.17.3}, or the number that newer versions count by, {@code 8503000}. */
    static int majorOf(String text) {
        Matcher digits = Pattern.compile("(\\d{1,9}).*").matcher(Fault.printable(text));
        int first = digits.matches() ? Integer.parseInt(digits.group(1)) : 0;
        return first >= 1_000_000 ? first / 1_000_000 : first;
    }

    boolean isKnown() {
        return major > 0;
    }

    @Override
    public int compareTo(Version other) {
        return Comparator.comparingInt(Version::major)
                .thenComparingInt(Version::minor)
                .thenComparingInt(Version::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return (openSearch ? "OpenSearch " : "Elasticsearch ") + major + "." + minor + "." + patch;
    }
}
