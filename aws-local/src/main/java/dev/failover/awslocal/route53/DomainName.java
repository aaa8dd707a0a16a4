package dev.failover.awslocal.route53;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A domain name as Route 53 keeps it: lower case, with its trailing dot, and every character other than a-z 0-9 - _ as
 * three octal digits. Ordered as ListResourceRecordSets orders names: by labels from the right.
 */
public final class DomainName implements Comparable<DomainName> {

    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    private final List<String> labels;
    private final String text;
    private final String sortKey;

    private DomainName(List<String> labels) {
        this.labels = List.copyOf(labels);
        StringBuilder escaped = new StringBuilder();
        labels.forEach(label -> escaped.append(escape(label)).append('.'));
        this.text = escaped.toString();
        List<String> reversed = new ArrayList<>(labels);
        Collections.reverse(reversed);
        StringBuilder key = new StringBuilder();
        reversed.forEach(label -> key.append(label.replace(".", "\\056")).append('.'));
        this.sortKey = key.toString();
    }

    /** Parses a name in any case, with or without its trailing dot, with or without octal escapes. */
    public static DomainName parse(String given) {
        String name = given.endsWith(".") && !given.endsWith("\\.") ? given.substring(0, given.length() - 1) : given;
        if (name.isEmpty()) {
            throw problem("DomainNameEmpty (Domain name is empty)", given);
        }
        List<String> labels = new ArrayList<>();
        StringBuilder label = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                labels.add(checked(label, given));
                label.setLength(0);
            } else if (c == '\\') {
                int escaped = escaped(name, i + 1);
                label.append((char) (escaped >= 0 ? escaped : c));
                i += escaped >= 0 ? 3 : 0;
            } else if (c <= ' ' || c > '~') {
                throw problem("UnsupportedCharacter (Value contains unsupported characters)", given);
            } else {
                label.append(c);
            }
        }
        labels.add(checked(label, given));
        return checked(new DomainName(labels), given);
    }

    /** The name of a DNS message, without the root label. */
    public static DomainName of(Name name) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < name.labels() - 1; i++) {
            byte[] wire = name.getLabel(i);
            StringBuilder label = new StringBuilder();
            for (int at = 1; at < wire.length; at++) {
                label.append((char) (wire[at] & 0xFF));
            }
            labels.add(label.toString().toLowerCase(Locale.ROOT));
        }
        return new DomainName(labels);
    }

    /** The name on the wire. */
    public Name wire() {
        StringBuilder decimal = new StringBuilder();
        for (String label : labels) {
            label.chars().forEach(c -> decimal.append(isPlain(c) ? "" + (char) c : String.format("\\%03d", c)));
            decimal.append('.');
        }
        try {
            return Name.fromString(decimal.isEmpty() ? "." : decimal.toString());
        } catch (TextParseException e) {
            throw new AssertionError("a checked name does not parse: " + decimal, e);
        }
    }

    public boolean isWithin(DomainName ancestor) {
        int extra = labels.size() - ancestor.labels.size();
        return extra >= 0 && labels.subList(extra, labels.size()).equals(ancestor.labels);
    }

    public boolean isRoot() {
        return labels.isEmpty();
    }

    public DomainName parent() {
        return new DomainName(labels.subList(1, labels.size()));
    }

    public DomainName wildcardBelow() {
        List<String> wildcard = new ArrayList<>(List.of("*"));
        wildcard.addAll(labels);
        return new DomainName(wildcard);
    }

    /** The labels from the right, which is also what every name below this one begins with. */
    String sortKey() {
        return sortKey;
    }

    @Override
    public int compareTo(DomainName other) {
        return sortKey.compareTo(other.sortKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName that && sortKey.equals(that.sortKey);
    }

    @Override
    public int hashCode() {
        return sortKey.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The character of a backslash and three octal digits, or -1. */
    private static int escaped(String name, int from) {
        if (from + 3 > name.length() || !name.substring(from, from + 3).matches("[0-3][0-7]{2}")) {
            return -1;
        }
        return Integer.parseInt(name.substring(from, from + 3), 8);
    }

    private static String checked(CharSequence label, String given) {
        if (label.isEmpty()) {
            throw problem("DomainLabelEmpty (Domain label is empty)", given);
        }
        if (label.length() > MAX_LABEL) {
            throw problem("DomainLabelTooLong (Domain label is too long)", given);
        }
        return label.toString().toLowerCase(Locale.ROOT);
    }

    private static DomainName checked(DomainName name, String given) {
        int wireLength =
                name.labels.stream().mapToInt(label -> label.length() + 1).sum() + 1;
        if (wireLength > MAX_NAME) {
            throw problem("DomainNameTooLong (Domain name is too long)", given);
        }
        return name;
    }

    private static IllegalArgumentException problem(String what, String given) {
        return new IllegalArgumentException("FATAL problem: " + what + " encountered with '" + given + "'");
    }

    private static String escape(String label) {
        StringBuilder escaped = new StringBuilder();
        label.chars().forEach(c -> escaped.append(isPlain(c) ? "" + (char) c : String.format("\\%03o", c)));
        return escaped.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
